@NullMarked
package dev.orrery.schemas.exchange;

import org.jspecify.annotations.NullMarked;
