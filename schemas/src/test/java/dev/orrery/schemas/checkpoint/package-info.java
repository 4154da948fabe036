@NullMarked
package dev.orrery.schemas.checkpoint;

import org.jspecify.annotations.NullMarked;
