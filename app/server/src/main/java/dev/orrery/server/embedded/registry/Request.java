package dev.orrery.server.embedded.registry;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;

/**
 * What a route is given.
 *
 * @param path the values of the `{names}` in its template
 * @param query the values after the question mark
 * @param body missing where none was sent
 */
record Request(Map<String, String> path, Map<String, String> query, JsonNode body) {
    String path(String name) {
        String value = path.get(name);
        if (value == null) {
            throw new IllegalArgumentException("The route has no {" + name + "}.");
        }
        return value;
    }

    boolean flag(String name) {
        return Boolean.parseBoolean(query.get(name));
    }

    int id() {
        try {
            return Integer.parseInt(path("id"));
        } catch (NumberFormatException e) {
            throw ApiError.noSchema();
        }
    }

    /** The Avro schema in the body. */
    Schema schema() {
        String type = body.path("schemaType").asText("AVRO");
        if (!type.equals("AVRO")) {
            throw new ApiError(42201, "This registry holds AVRO schemas, and not " + type + ".");
        }
        if (!body.path("references").isEmpty()) {
            throw new ApiError(42201, "This registry holds schemas without references only.");
        }
        if (!body.path("schema").isTextual()) {
            throw new ApiError(42201, "The body needs a field \"schema\" with the schema as text.");
        }
        try {
            return new Schema.Parser().parse(body.path("schema").asText());
        } catch (AvroRuntimeException e) {
            throw new ApiError(42201, "The schema is not valid Avro: " + e.getMessage() + ".");
        } catch (NullPointerException e) {
            // What Avro 1.12 makes of a name that nothing defines.
            throw new ApiError(42201, "The schema uses a type that it does not define.");
        }
    }
}
