package dev.rollcall.cli.system;

import dev.rollcall.cli.console.Progress;
import dev.rollcall.cli.engine.Engine;
import java.nio.file.Path;

/**
 * What a system has for one run.
 *
 * @param stores its servers, which are there
 * @param engine what runs its pipeline, started
 * @param follow go on with what comes, until a signal
 * @param home where it keeps what it must find again
 * @param phases takes how long each part took
 * @param progress who is told what happens
 */
public record SystemRun(
    Stores stores, Engine engine, boolean follow, Path home, Phases phases, Progress progress) {}
