/**
 * The schema registry that the all-in-one carries in itself: the part of Confluent's REST API that
 * serializers, their command line and our own client use, for Avro, on this machine only. It holds
 * nothing that it could lose: its one topic, `_schemas`, is written before a request is answered
 * and is read from its beginning at each start.
 */
@NullMarked
package dev.orrery.server.embedded.registry;

import org.jspecify.annotations.NullMarked;
