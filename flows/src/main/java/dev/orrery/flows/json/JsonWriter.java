package dev.orrery.flows.json;

import java.util.HexFormat;

/** Writes values as text. */
final class JsonWriter {

    private final StringBuilder out = new StringBuilder();

    static String text(Json value) {
        var writer = new JsonWriter();
        writer.write(value);
        return writer.out.toString();
    }

    private void write(Json value) {
        switch (value) {
            case Json.Nothing _, Json.Bool _, Json.Num _ -> out.append(value);
            case Json.Text text -> quote(text.value());
            case Json.Array array -> {
                String separator = "[";
                for (var item : array.items()) {
                    out.append(separator);
                    write(item);
                    separator = ",";
                }
                out.append(array.items().isEmpty() ? "[]" : "]");
            }
            case Json.Obj object -> {
                String separator = "{";
                for (var member : object.members().entrySet()) {
                    out.append(separator);
                    quote(member.getKey());
                    out.append(':');
                    write(member.getValue());
                    separator = ",";
                }
                out.append(object.members().isEmpty() ? "{}" : "}");
            }
        }
    }

    private void quote(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    // Half a surrogate pair has no bytes in UTF-8 and is kept as an escape.
                    if (c < ' ' || isHalf(text, i)) {
                        out.append("\\u").append(HexFormat.of().toHexDigits(c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }

    private static boolean isHalf(String text, int i) {
        char c = text.charAt(i);
        if (Character.isHighSurrogate(c)) {
            return i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1));
        }
        return Character.isLowSurrogate(c)
                && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)));
    }
}
