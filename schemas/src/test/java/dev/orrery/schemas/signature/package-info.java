@NullMarked
package dev.orrery.schemas.signature;

import org.jspecify.annotations.NullMarked;
