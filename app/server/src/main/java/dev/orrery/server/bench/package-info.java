/**
 * Measures a whole Orrery beside the bare Kafka that it stands on, in one run on one machine, and
 * says which of its targets it meets. The load comes from this very process, so what makes it is as
 * cheap as can be: futures over plain Kafka clients, and for HTTP one thread with raw keep-alive
 * sockets, since a client of thousands of lines would be measured with the server.
 */
@NullMarked
package dev.orrery.server.bench;

import org.jspecify.annotations.NullMarked;
