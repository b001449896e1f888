/**
 * Erases a person: start with {@link dev.rollcall.kafka.erase.Erase}, which writes the delete of
 * one key into a topic and answers with an {@link dev.rollcall.kafka.erase.Erasure}.
 *
 * <p>How it works, in reading order: core's {@code DeleteMessage} is what is written; {@code
 * DeleteTime} dates it later than everything recorded; {@code LetterSearch} finds the dead letters
 * that hold the person, before and after the delete is written, which {@code redrive} bars; {@code
 * KeptFigures} names the aggregates that keep something of a person; {@code LogLimits} says what
 * the topic itself keeps. {@code GroupProgress} waits for a group.
 */
@NullMarked
package dev.rollcall.kafka.erase;

import org.jspecify.annotations.NullMarked;
