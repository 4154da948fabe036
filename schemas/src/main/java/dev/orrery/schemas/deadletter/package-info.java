/** What could not be read, kept as it came. */
@NullMarked
package dev.orrery.schemas.deadletter;

import org.jspecify.annotations.NullMarked;
