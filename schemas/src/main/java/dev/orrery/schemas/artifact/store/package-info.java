/** The topic of artifacts, as something to ask and to add to. */
@NullMarked
package dev.orrery.schemas.artifact.store;

import org.jspecify.annotations.NullMarked;
