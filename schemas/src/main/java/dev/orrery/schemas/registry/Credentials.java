package dev.orrery.schemas.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/** Which Authorization header goes to which address, by Confluent's settings. */
final class Credentials {
    private static final String BASIC_SOURCE = "basic.auth.credentials.source";
    private static final String USER_INFO = "basic.auth.user.info";
    private static final String BEARER_SOURCE = "bearer.auth.credentials.source";
    private static final String TOKEN = "bearer.auth.token";

    private final NamedSettings settings;

    Credentials(NamedSettings settings) {
        this.settings = settings;
    }

    Optional<String> header(URI url) {
        Optional<String> bearer = bearer();
        return bearer.isPresent() ? bearer : basic(url);
    }

    private Optional<String> bearer() {
        Optional<String> token = settings.text(TOKEN);
        Optional<String> source = settings.text(BEARER_SOURCE);
        if (source.isEmpty() && token.isEmpty()) {
            return Optional.empty();
        }
        if (source.isPresent() && !source.get().equalsIgnoreCase("STATIC_TOKEN")) {
            throw unknown(BEARER_SOURCE, source.get(), "STATIC_TOKEN");
        }
        return Optional.of("Bearer " + token.orElseThrow(() -> missing(BEARER_SOURCE, TOKEN)));
    }

    /** A user info that is set and has no source is meant to be used. */
    private Optional<String> basic(URI url) {
        Optional<String> info = settings.text(USER_INFO);
        String source = settings.text(BASIC_SOURCE).orElse(info.isPresent() ? "USER_INFO" : "URL");
        return switch (source.toUpperCase(Locale.ROOT)) {
            case "URL" -> Optional.ofNullable(url.getUserInfo()).map(Credentials::encode);
            case "USER_INFO" ->
                    Optional.of(encode(info.orElseThrow(() -> missing(BASIC_SOURCE, USER_INFO))));
            default -> throw unknown(BASIC_SOURCE, source, "URL or USER_INFO");
        };
    }

    private static String encode(String userAndPassword) {
        if (userAndPassword.indexOf(':') < 0) {
            throw new IllegalArgumentException(
                    "The registry's user and password have to be written as user:password.");
        }
        return "Basic " + Base64.getEncoder().encodeToString(userAndPassword.getBytes(UTF_8));
    }

    private static IllegalArgumentException missing(String because, String name) {
        return new IllegalArgumentException(
                "The setting %s asks for %s, which is missing.".formatted(because, name));
    }

    private static IllegalArgumentException unknown(String name, String value, String known) {
        return new IllegalArgumentException(
                "The setting %s is \"%s\", and has to be %s.".formatted(name, value, known));
    }
}
