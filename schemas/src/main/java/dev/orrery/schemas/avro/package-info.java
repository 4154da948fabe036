/**
 * Records to bytes and back: each contract record is bound once to its Avro schema, component by
 * component, and travels in the Confluent wire format. What is stored and never leaves a process is
 * bound to a schema derived from its components.
 */
@NullMarked
package dev.orrery.schemas.avro;

import org.jspecify.annotations.NullMarked;
