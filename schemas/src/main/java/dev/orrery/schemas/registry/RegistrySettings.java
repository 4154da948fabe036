package dev.orrery.schemas.registry;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How to reach a registry.
 *
 * @param endpoints tried in turn
 * @param tls what to trust and to show, if not what the JDK does by itself
 * @param connectTimeout for one connection, `http.connect.timeout.ms`
 * @param readTimeout for one answer, `http.read.timeout.ms`
 * @param cacheEntriesMax schemas by id, and as many ids by schema, `cache.entries.max`
 * @param missingIdFor how long an id that the registry does not know is not asked for again,
 *     `missing.id.cache.ttl.sec`: garbage in a topic is not a request to the registry per record
 */
public record RegistrySettings(
        List<Endpoint> endpoints,
        Optional<TlsStores> tls,
        Duration connectTimeout,
        Duration readTimeout,
        Retries retries,
        int cacheEntriesMax,
        Duration missingIdFor) {
    private static final Pattern COMMA = Pattern.compile(",");

    public RegistrySettings {
        endpoints = List.copyOf(endpoints);
    }

    /**
     * Reads settings that have Confluent's names; others in the map are ignored.
     *
     * @throws IllegalArgumentException with a sentence that names the setting
     */
    public static RegistrySettings from(Map<String, String> values) {
        NamedSettings settings = new NamedSettings(values);
        return new RegistrySettings(
                endpoints(settings),
                TlsStores.from(settings),
                Duration.ofMillis(settings.number("http.connect.timeout.ms", 5_000, 1)),
                Duration.ofMillis(settings.number("http.read.timeout.ms", 10_000, 1)),
                new Retries(
                        settings.number("max.retries", 3, 0),
                        Duration.ofMillis(settings.number("retries.wait.ms", 1_000, 0)),
                        Duration.ofMillis(settings.number("retries.max.wait.ms", 20_000, 0))),
                settings.number("cache.entries.max", 10_000, 1),
                Duration.ofSeconds(settings.number("missing.id.cache.ttl.sec", 5, 0)));
    }

    /** Whether there is a setting of that name, with the prefix {@code schema.registry.} or not. */
    public static boolean isName(String name) {
        return NamedSettings.isName(name);
    }

    /** Where the registry is, to be shown: without user and password. */
    public String addresses() {
        return endpoints.stream()
                .map(endpoint -> endpoint.url().toString())
                .collect(Collectors.joining(","));
    }

    private static List<Endpoint> endpoints(NamedSettings settings) {
        String urls =
                settings.own("url")
                        .orElseThrow(() ->
                                new IllegalArgumentException(
                                        "The setting schema.registry.url is missing: give"
                                                + " the registry's address, such as"
                                                + " http://localhost:8081."));
        Credentials credentials = new Credentials(settings);
        return COMMA.splitAsStream(urls)
                .map(String::strip)
                .filter(url -> !url.isEmpty())
                .map(RegistrySettings::parse)
                .map(url -> new Endpoint(bare(url), credentials.header(url)))
                .toList();
    }

    private static URI parse(String text) {
        URI url;
        try {
            url = new URI(text);
        } catch (URISyntaxException e) {
            throw notAnAddress();
        }
        boolean http = "http".equalsIgnoreCase(url.getScheme());
        boolean https = "https".equalsIgnoreCase(url.getScheme());
        if (!(http || https) || url.getHost() == null || url.getRawQuery() != null) {
            throw notAnAddress();
        }
        return url;
    }

    /** Repeats neither the address nor the parser's words: there may be a password in them. */
    private static IllegalArgumentException notAnAddress() {
        return new IllegalArgumentException(
                "The setting schema.registry.url holds something that is not an http or https"
                        + " address with a host.");
    }

    private static URI bare(URI url) {
        String port = url.getPort() < 0 ? "" : ":" + url.getPort();
        String path = url.getRawPath().replaceAll("/+$", "");
        return URI.create(url.getScheme() + "://" + url.getHost() + port + path);
    }
}
