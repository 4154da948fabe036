@NullMarked
package dev.orrery.schemas.deadletter;

import org.jspecify.annotations.NullMarked;
