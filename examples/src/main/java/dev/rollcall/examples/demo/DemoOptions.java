package dev.rollcall.examples.demo;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a demonstration is to do.
 *
 * @param engine what runs the pipeline
 * @param users how many to fetch from the API
 * @param live from the real API instead of the offline one
 * @param from captured replies to load instead, or null
 * @param keep keep the servers' data in {@code home} and use what is there
 * @param home the folder of kept data
 */
record DemoOptions(
    DemoEngine.Kind engine,
    long users,
    boolean live,
    @Nullable Path from,
    boolean keep,
    Path home) {}
