package dev.rollcall.cli.produce;

/**
 * What a load came to.
 *
 * @param id its id: the same for the same users
 * @param records in Kafka after it
 * @param added by this run; 0 if an earlier run had loaded all
 */
public record Loaded(String id, long records, long added) {}
