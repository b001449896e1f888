package dev.rollcall.testkit.server.internal;

import java.nio.file.Path;

/**
 * How one kind of server is started.
 *
 * @param name what messages call it
 * @param module what its JVM is made of
 * @param mainClass what its JVM runs, with the data directory and the ports as arguments
 * @param java the java command
 * @param ports how many ports it needs; the first is the one clients use
 * @param probe tells when it is ready
 * @param instead the environment variable that names a server to use instead
 */
public record ServerRecipe(
    String name,
    ServerModule module,
    String mainClass,
    Path java,
    int ports,
    Probe probe,
    String instead) {}
