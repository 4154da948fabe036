@NullMarked
package dev.orrery.schemas.artifact;

import org.jspecify.annotations.NullMarked;
