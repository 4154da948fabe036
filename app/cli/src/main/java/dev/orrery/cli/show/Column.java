package dev.orrery.cli.show;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.Function;

/**
 * A column of a table.
 *
 * @param title in capitals
 * @param value what it says of an item
 * @param fit what becomes of it where a line is too long for a terminal
 */
public record Column(String title, Function<JsonNode, String> value, Fit fit) {

    /** What becomes of a column where a line is too long for a terminal. */
    public enum Fit {
        /** Stays as it is: an id, a state, a time. */
        WHOLE,
        /** Loses its end, the widest first: what people wrote may have any length. */
        CUT
    }

    public Column(String title, Function<JsonNode, String> value) {
        this(title, value, Fit.WHOLE);
    }

    public static Column cut(String title, Function<JsonNode, String> value) {
        return new Column(title, value, Fit.CUT);
    }
}
