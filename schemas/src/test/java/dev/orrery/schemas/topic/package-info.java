@NullMarked
package dev.orrery.schemas.topic;

import org.jspecify.annotations.NullMarked;
