package dev.rollcall.core.port;

/**
 * A row that a sink will never accept.
 *
 * @param index the row's place in the list that was written, from 0
 * @param reason where, got, expected; no payload
 */
public record Rejection(int index, String reason) {}
