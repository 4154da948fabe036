package dev.orrery.flows.json;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A JSON value. Its text has no white space and the keys of objects in order. */
public sealed interface Json {

    Json NULL = Nothing.NULL;
    Obj EMPTY = new Obj(new TreeMap<>());

    /** The one value {@code null}. */
    enum Nothing implements Json {
        NULL;

        @Override
        public String toString() {
            return "null";
        }
    }

    /**
     * True or false.
     *
     * @param value which
     */
    record Bool(boolean value) implements Json {
        @Override
        public String toString() {
            return String.valueOf(value);
        }
    }

    /**
     * A number, as it was written: nothing is lost to a type that nobody asked for.
     *
     * @param text as JSON writes numbers
     */
    record Num(String text) implements Json {
        public BigDecimal decimal() {
            return new BigDecimal(text);
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /**
     * A text.
     *
     * @param value without quotes
     */
    record Text(String value) implements Json {
        @Override
        public String toString() {
            return JsonWriter.text(this);
        }
    }

    /**
     * An array.
     *
     * @param items in their order
     */
    record Array(List<Json> items) implements Json {
        public Array {
            items = List.copyOf(items);
        }

        @Override
        public String toString() {
            return JsonWriter.text(this);
        }
    }

    /**
     * An object.
     *
     * @param members by name
     */
    record Obj(SortedMap<String, Json> members) implements Json {
        public Obj {
            members = Collections.unmodifiableSortedMap(new TreeMap<>(members));
        }

        /** This object with one member more, or another in its place. */
        public Obj with(String name, Json value) {
            var more = new TreeMap<>(members);
            more.put(name, value);
            return new Obj(more);
        }

        public Obj with(String name, @Nullable String value) {
            return with(name, value == null ? NULL : new Text(value));
        }

        public Obj with(String name, long value) {
            return with(name, Json.of(value));
        }

        /** This object with all members of the other laid over it. */
        public Obj withAll(Map<String, ? extends Json> others) {
            var more = new TreeMap<>(members);
            more.putAll(others);
            return new Obj(more);
        }

        public @Nullable Json get(String name) {
            return members.get(name);
        }

        /** The text of a member; nothing where it is not there or is no text. */
        public @Nullable String text(String name) {
            return members.get(name) instanceof Text text ? text.value() : null;
        }

        @Override
        public String toString() {
            return JsonWriter.text(this);
        }
    }

    static Json of(long number) {
        return new Num(Long.toString(number));
    }

    static Json of(String text) {
        return new Text(text);
    }

    static Json of(boolean value) {
        return new Bool(value);
    }

    static Array array(Json... items) {
        return new Array(Arrays.asList(items));
    }

    static Array texts(Collection<String> texts) {
        return new Array(texts.stream().<Json>map(Text::new).toList());
    }

    static Obj object(String name, Json value) {
        return EMPTY.with(name, value);
    }

    static Obj object(String name, String value) {
        return EMPTY.with(name, value);
    }

    /**
     * @throws MalformedJson when the text is not one JSON value
     */
    static Json parse(String text) {
        return new JsonReader(text).whole();
    }
}
