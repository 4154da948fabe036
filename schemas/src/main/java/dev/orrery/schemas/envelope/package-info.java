/**
 * What travels around a record: CloudEvents attributes in Kafka headers (binary mode), the gapless
 * sequence, and the hash chain that makes the log provable.
 */
@NullMarked
package dev.orrery.schemas.envelope;

import org.jspecify.annotations.NullMarked;
