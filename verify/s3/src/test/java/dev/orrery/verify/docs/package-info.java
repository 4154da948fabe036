/** The documents about code in a store, followed word by word. */
@NullMarked
package dev.orrery.verify.docs;

import org.jspecify.annotations.NullMarked;
