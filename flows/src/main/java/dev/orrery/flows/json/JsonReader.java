package dev.orrery.flows.json;

import java.util.ArrayList;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** Reads one value of RFC 8259, strictly. */
final class JsonReader {

    private static final int DEPTH_MAX = 500;

    private static final Pattern NUMBER =
            Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?");

    private final String text;
    private int at;
    private int depth;

    JsonReader(String text) {
        this.text = text;
    }

    Json whole() {
        var value = value();
        skip();
        if (at < text.length()) {
            throw wrong("There is more than one value");
        }
        return value;
    }

    private Json value() {
        skip();
        if (at == text.length()) {
            throw wrong("The text ends too early");
        }
        return switch (text.charAt(at)) {
            case '{' -> nested(this::object);
            case '[' -> nested(this::array);
            case '"' -> new Json.Text(string());
            case 't' -> word("true", new Json.Bool(true));
            case 'f' -> word("false", new Json.Bool(false));
            case 'n' -> word("null", Json.NULL);
            default -> number();
        };
    }

    private Json nested(Supplier<Json> read) {
        if (++depth > DEPTH_MAX) {
            throw wrong("The value is nested more than " + DEPTH_MAX + " levels deep");
        }
        at++;
        var value = read.get();
        depth--;
        return value;
    }

    private Json object() {
        var members = new TreeMap<String, Json>();
        if (takes('}')) {
            return Json.EMPTY;
        }
        do {
            skip();
            if (at == text.length() || text.charAt(at) != '"') {
                throw wrong("A key in quotes is missing");
            }
            String name = string();
            if (!takes(':')) {
                throw wrong("A ':' is missing");
            }
            if (members.put(name, value()) != null) {
                throw wrong("The key '" + name + "' is there twice");
            }
        } while (takes(','));
        if (!takes('}')) {
            throw wrong("A ',' or '}' is missing");
        }
        return new Json.Obj(members);
    }

    private Json array() {
        var items = new ArrayList<Json>();
        if (takes(']')) {
            return new Json.Array(items);
        }
        do {
            items.add(value());
        } while (takes(','));
        if (!takes(']')) {
            throw wrong("A ',' or ']' is missing");
        }
        return new Json.Array(items);
    }

    private String string() {
        var out = new StringBuilder();
        for (at++; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '"') {
                at++;
                return out.toString();
            }
            if (c < ' ') {
                throw wrong("A control character is not escaped");
            }
            out.append(c == '\\' ? escaped() : c);
        }
        throw wrong("A '\"' is missing");
    }

    private char escaped() {
        if (++at == text.length()) {
            throw wrong("The text ends too early");
        }
        return switch (text.charAt(at)) {
            case '"' -> '"';
            case '\\' -> '\\';
            case '/' -> '/';
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> unicode();
            default -> throw wrong("There is no such escape");
        };
    }

    private char unicode() {
        int code = 0;
        for (int i = 1; i <= 4; i++) {
            int digit = at + i < text.length() ? Character.digit(text.charAt(at + i), 16) : -1;
            if (digit < 0) {
                throw wrong("Four hexadecimal digits are missing");
            }
            code = code << 4 | digit;
        }
        at += 4;
        return (char) code;
    }

    private Json word(String word, Json value) {
        if (!text.startsWith(word, at)) {
            throw wrong("There is no JSON value");
        }
        at += word.length();
        return value;
    }

    private Json number() {
        var number = NUMBER.matcher(text).region(at, text.length());
        if (!number.lookingAt()) {
            throw wrong("There is no JSON value");
        }
        at = number.end();
        return new Json.Num(number.group());
    }

    private boolean takes(char c) {
        skip();
        boolean there = at < text.length() && text.charAt(at) == c;
        at += there ? 1 : 0;
        return there;
    }

    private void skip() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private MalformedJson wrong(String message) {
        return new MalformedJson(message, at);
    }
}
