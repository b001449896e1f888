package dev.rollcall.core.port;

/**
 * An aggregate document as a store holds it.
 *
 * @param state the merged state, opaque to the store
 * @param revision the mark of this very version of the document
 */
public record StoredDocument(byte[] state, String revision) {}
