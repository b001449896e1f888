package dev.rollcall.cli.demo;

import dev.rollcall.cli.engine.Engine;
import dev.rollcall.cli.produce.UserOrigin;
import java.nio.file.Path;

/**
 * What a demonstration is to do.
 *
 * @param engine what runs the pipeline
 * @param origin where the users come from
 * @param keep keep the servers' data in {@code home} and use what is there
 * @param home the folder of kept data
 */
record DemoOptions(Engine.Kind engine, UserOrigin origin, boolean keep, Path home) {}
