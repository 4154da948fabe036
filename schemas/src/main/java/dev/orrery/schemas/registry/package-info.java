/**
 * Our client for the Confluent Schema Registry's REST API: it registers a schema under a subject,
 * looks one up, and turns the id in front of a record back into the schema that wrote it. Settings
 * have the names that Confluent's own clients use, so that a working client configuration can be
 * copied. Everything else in Orrery knows {@link dev.orrery.schemas.registry.SchemaRegistry} alone.
 */
@NullMarked
package dev.orrery.schemas.registry;

import org.jspecify.annotations.NullMarked;
