@NullMarked
package dev.orrery.schemas.avro;

import org.jspecify.annotations.NullMarked;
