/**
 * {@code rollcall run}: the examples over embedded servers or yours, and checked. Start at {@link
 * dev.rollcall.cli.system.RunCommand}; {@code TopicSystems} lists those that read a topic, {@code
 * DailySystem} is the batch. What they define is in {@code dev.rollcall.examples}, how they are
 * checked in {@link dev.rollcall.cli.check}.
 */
@NullMarked
package dev.rollcall.cli.system;

import org.jspecify.annotations.NullMarked;
