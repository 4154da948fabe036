/**
 * The Kafka that the all-in-one carries in itself: one node, controller and broker in this JVM, its
 * data in one folder, reachable from this machine only. It is built from the same parts as
 * `kafka.server.KafkaRaftServer`, so that what runs in the all-in-one is what runs in a cluster.
 */
@NullMarked
package dev.orrery.server.embedded;

import org.jspecify.annotations.NullMarked;
