package dev.orrery.schemas.registry;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A client's settings by name. Confluent's clients take most names with and without the prefix
 * `schema.registry.`, and so does this. A blank value is no value.
 */
record NamedSettings(Map<String, String> values) {
    private static final String PREFIX = "schema.registry.";

    Optional<String> text(String name) {
        for (String key : List.of(PREFIX + name, name)) {
            String value = values.get(key);
            if (value != null && !value.isBlank()) {
                return Optional.of(value.strip());
            }
        }
        return Optional.empty();
    }

    /** As {@link #text}, but only under the full name: `ssl.keystore.type` is Kafka's own. */
    Optional<String> own(String name) {
        String value = values.get(PREFIX + name);
        return value == null || value.isBlank() ? Optional.empty() : Optional.of(value.strip());
    }

    int number(String name, int ifMissing, int least) {
        Optional<String> text = text(name);
        if (text.isEmpty()) {
            return ifMissing;
        }
        try {
            int number = Integer.parseInt(text.get());
            if (number >= least) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Told below, in the same sentence as a number that is too small.
        }
        throw new IllegalArgumentException(
                "The setting %s is \"%s\", and has to be a whole number, %d or more."
                        .formatted(name, text.get(), least));
    }
}
