/**
 * The modules as they are built, over the oldest libraries they are promised to work with, and an
 * application of a user's own over Spring Boot.
 */
@NullMarked
package dev.rollcall.compatibility;

import org.jspecify.annotations.NullMarked;
