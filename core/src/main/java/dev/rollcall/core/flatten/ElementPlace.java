package dev.rollcall.core.flatten;

/**
 * Where one element stands in its record.
 *
 * @param ordinal its place among the elements, from 0, as {@link Flattener#flatten} counts
 * @param path {@code $}, {@code $.results[3]}, {@code $[0].results[2]}; a field name with a sign
 *     that has a meaning stands in quotes
 * @param from where its bytes begin in the record
 * @param to where they end, exclusive
 * @param isEnvelope whether it is an object that has a key of its own and holds other elements too
 */
public record ElementPlace(int ordinal, String path, int from, int to, boolean isEnvelope) {}
