package dev.orrery.schemas.registry;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A client's settings by name. Confluent's clients take most names with and without the prefix
 * `schema.registry.`, and so does this. A blank value is no value.
 */
record NamedSettings(Map<String, String> values) {
    private static final String PREFIX = "schema.registry.";

    /** What {@link #text} and {@link #own} may be asked for. */
    private static final Set<String> NAMES =
            Set.of(
                    "url",
                    "max.retries",
                    "retries.wait.ms",
                    "retries.max.wait.ms",
                    "http.connect.timeout.ms",
                    "http.read.timeout.ms",
                    "cache.entries.max",
                    "missing.id.cache.ttl.sec",
                    "basic.auth.credentials.source",
                    "basic.auth.user.info",
                    "bearer.auth.credentials.source",
                    "bearer.auth.token",
                    "ssl.endpoint.identification.algorithm",
                    "ssl.truststore.location",
                    "ssl.truststore.type",
                    "ssl.truststore.password",
                    "ssl.keystore.location",
                    "ssl.keystore.type",
                    "ssl.keystore.password",
                    "ssl.key.password");

    /**
     * @param name with or without the prefix
     */
    static boolean isName(String name) {
        return NAMES.contains(name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : name);
    }

    Optional<String> text(String name) {
        requireListed(name);
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
        requireListed(name);
        String value = values.get(PREFIX + name);
        return value == null || value.isBlank() ? Optional.empty() : Optional.of(value.strip());
    }

    /** So that no setting is read that a misspelling of could not be told from. */
    private static void requireListed(String name) {
        if (!NAMES.contains(name)) {
            throw new IllegalStateException(name + " is not listed among the settings");
        }
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
