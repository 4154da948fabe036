/** What `schemas` promises about Kafka, held against a real broker. */
@NullMarked
package dev.orrery.server.contract;

import org.jspecify.annotations.NullMarked;
