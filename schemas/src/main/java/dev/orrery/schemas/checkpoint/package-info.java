/**
 * What a log was at a moment, signed, in a file outside of Kafka: what a log can later be held
 * against, by whoever has the public key.
 */
@NullMarked
package dev.orrery.schemas.checkpoint;

import org.jspecify.annotations.NullMarked;
