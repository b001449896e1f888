package dev.rollcall.examples.system;

import dev.rollcall.examples.command.Progress;
import dev.rollcall.examples.engine.Engine;
import dev.rollcall.examples.produce.UserOrigin;
import java.nio.file.Path;

/**
 * What a system has for one run.
 *
 * @param stores its servers, which are there
 * @param engine what runs its pipeline, started
 * @param origin what to load
 * @param follow go on with what comes, until a signal
 * @param home where it keeps what it must find again
 * @param progress who is told what happens
 */
record SystemRun(
    Stores stores,
    Engine engine,
    UserOrigin origin,
    boolean follow,
    Path home,
    Progress progress) {}
