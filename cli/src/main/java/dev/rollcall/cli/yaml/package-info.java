/** YAML files as nodes that know their places; what they mean is said by those who read them. */
@NullMarked
package dev.rollcall.cli.yaml;

import org.jspecify.annotations.NullMarked;
