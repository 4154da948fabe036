/** What runs print, as runners capture it. */
@NullMarked
package dev.orrery.schemas.output;

import org.jspecify.annotations.NullMarked;
