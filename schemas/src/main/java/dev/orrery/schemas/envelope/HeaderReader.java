package dev.orrery.schemas.envelope;

import dev.orrery.schemas.avro.UnreadableRecord;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** Headers as they are read; of several with one name the last counts. */
final class HeaderReader {

    private static final int SHOWN_CHARACTERS_MAX = 120;
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]");

    private final Map<String, byte[]> values = new HashMap<>();

    HeaderReader(Headers headers) {
        for (Header header : headers) {
            var value = header.value();
            if (value != null) {
                values.put(header.key(), value);
            }
        }
    }

    @Nullable String text(String name) {
        var value = values.get(name);
        return value == null ? null : new String(value, StandardCharsets.UTF_8);
    }

    /**
     * @throws UnreadableRecord when there is more of it than anybody means
     */
    @Nullable String text(String name, int charactersMax) {
        var text = text(name);
        if (text != null && text.length() > charactersMax) {
            throw malformed(name, "has more than " + charactersMax + " characters", null);
        }
        return text;
    }

    /**
     * @throws UnreadableRecord when it is there and the parser refuses it
     */
    <V> @Nullable V value(String name, Function<String, V> parser) {
        var text = text(name);
        return text == null ? null : parse(name, text, parser);
    }

    /**
     * @throws UnreadableRecord when it is not there
     */
    String required(String name) {
        var text = text(name);
        if (text == null) {
            throw malformed(name, "is missing", null);
        }
        return text;
    }

    /**
     * @throws UnreadableRecord when it is not there or the parser refuses it
     */
    <V> V required(String name, Function<String, V> parser) {
        return parse(name, required(name), parser);
    }

    private static <V> V parse(String name, String text, Function<String, V> parser) {
        try {
            return parser.apply(text);
        } catch (IllegalArgumentException refused) {
            throw malformed(name, "is malformed: " + shown(refused), refused);
        }
    }

    /** Most parsers quote what they refuse: whatever a client of Kafka wrote, of any length. */
    private static String shown(IllegalArgumentException refused) {
        var sentence = CONTROL.matcher(String.valueOf(refused.getMessage())).replaceAll("?");
        return sentence.length() <= SHOWN_CHARACTERS_MAX
                ? sentence
                : sentence.substring(0, SHOWN_CHARACTERS_MAX) + "...";
    }

    private static UnreadableRecord malformed(String name, String what, @Nullable Exception cause) {
        var sentence = "The header " + name + " " + what;
        return cause == null
                ? new UnreadableRecord(sentence)
                : new UnreadableRecord(sentence, cause);
    }
}
