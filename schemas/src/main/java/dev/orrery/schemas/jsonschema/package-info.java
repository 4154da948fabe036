/**
 * Whether values fit a JSON Schema of draft 2020-12, for schemas that nobody vouches for: all that
 * is done is counted, and what would take too much is refused (decision 0012).
 */
@NullMarked
package dev.orrery.schemas.jsonschema;

import org.jspecify.annotations.NullMarked;
