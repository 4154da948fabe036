/**
 * The deployment document: what a user writes, what commands and events carry, and what a run
 * keeps. The same shape in JSON over HTTP and in Avro on Kafka.
 */
@NullMarked
package dev.orrery.schemas.deployment;

import org.jspecify.annotations.NullMarked;
