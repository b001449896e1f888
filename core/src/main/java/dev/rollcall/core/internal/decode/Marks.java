package dev.rollcall.core.internal.decode;

/** Marks the slots of paths whose values are of another shape than declared, to be reported. */
final class Marks {

  private Marks() {}

  /** Marks what is no scalar where one is wanted. */
  static void structure(PathTrie.Node node, ParsedElement parsed) {
    if (node.slot >= 0) {
      parsed.set(node.slot, ParsedElement.STRUCTURE, null);
    }
  }

  /** Marks an object where none of its fields is declared. */
  static void object(PathTrie.Node node, ParsedElement parsed) {
    structure(node, parsed);
    if (node.selections != null) {
      node.selections.mark(parsed, ParsedElement.STRUCTURE);
    }
  }

  /** Marks what is declared below an array, which no path reaches, to be reported. */
  static void array(PathTrie.Node node, ParsedElement parsed) {
    structure(node, parsed);
    if (node.wrapper) {
      // a wrapper is optional: without an object it is just another field
      return;
    }
    for (PathTrie.Node child : node.children.values()) {
      if (child.jsonSlot >= 0) {
        parsed.set(child.jsonSlot, ParsedElement.STRUCTURE, null);
      }
      if (child.selections != null) {
        child.selections.mark(parsed, ParsedElement.STRUCTURE);
      }
      array(child, parsed);
    }
  }

  /** Marks what is declared below a scalar, where an object was expected. */
  static void unreachable(PathTrie.Node node, ParsedElement parsed) {
    if (node.selections != null) {
      node.selections.mark(parsed, ParsedElement.UNREACHABLE);
    }
    for (PathTrie.Node child : node.children.values()) {
      if (child.slot >= 0) {
        parsed.setUnreachable(child.slot);
      }
      if (child.jsonSlot >= 0) {
        parsed.setUnreachable(child.jsonSlot);
      }
      unreachable(child, parsed);
    }
  }
}
