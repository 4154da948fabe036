/**
 * Request and reply over Kafka: a command is appended to the partition that decides it, and its
 * answer comes back through one partition of the replies, after the commit. Used by every process
 * that asks something: the api and the runners.
 */
@NullMarked
package dev.orrery.schemas.exchange;

import org.jspecify.annotations.NullMarked;
