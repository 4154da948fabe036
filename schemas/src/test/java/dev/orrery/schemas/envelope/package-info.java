@NullMarked
package dev.orrery.schemas.envelope;

import org.jspecify.annotations.NullMarked;
