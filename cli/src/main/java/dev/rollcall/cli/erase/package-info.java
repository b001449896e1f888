/** {@code rollcall erase}: deletes a person from all stores. How is in the Kafka adapter. */
@NullMarked
package dev.rollcall.cli.erase;

import org.jspecify.annotations.NullMarked;
