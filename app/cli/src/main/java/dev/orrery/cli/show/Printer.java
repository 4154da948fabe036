package dev.orrery.cli.show;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.orrery.cli.http.Json;
import dev.orrery.cli.terminal.Terminal;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Prints what a command found, in the format that was asked for.
 *
 * @param out where to
 * @param format how
 * @param lineWidthMax how wide a line of a list may be, 0 for any width
 */
public record Printer(PrintWriter out, Format format, int lineWidthMax) {

    public Printer(PrintWriter out, Format format) {
        this(out, format, 0);
    }

    public static Printer of(Terminal terminal, OutputOptions options) {
        return new Printer(terminal.out(), options.format(), terminal.columns());
    }

    /**
     * @param name what another command would call an item
     */
    public void list(List<JsonNode> items, List<Column> columns, Function<JsonNode, String> name) {
        switch (format) {
            case TABLE -> new Table(out, columns, lineWidthMax).printWithTitles(items);
            case NAME -> items.forEach(item -> out.println(name.apply(item)));
            case JSON, YAML -> tree(new ArrayNode(JsonNodeFactory.instance, items));
        }
        out.flush();
    }

    /**
     * One thing, for people a line for each thing to say of it; what is empty is left out.
     *
     * @param name what another command would call it
     */
    public void one(JsonNode item, List<Column> lines, String name) {
        switch (format) {
            case TABLE ->
                    Table.print(
                            out,
                            lines.stream()
                                    .map(line -> List.of(line.title(), line.value().apply(item)))
                                    .filter(line -> !line.getLast().isEmpty())
                                    .toList());
            case NAME -> out.println(name);
            case JSON, YAML -> tree(item);
        }
        out.flush();
    }

    /**
     * What was done: for people a sentence, for programs the answer.
     *
     * @param name what another command would call what it was done to
     */
    public void done(String sentence, JsonNode answer, String name) {
        if (format == Format.TABLE) {
            out.println(sentence);
            out.flush();
        } else {
            one(answer, List.of(), name);
        }
    }

    /** Rows that are no items. */
    public void rows(List<List<String>> rows) {
        Table.print(out, rows);
        out.flush();
    }

    /** A tree as it is, where such is asked for. */
    public Optional<Printer> forPrograms() {
        return format == Format.JSON || format == Format.YAML
                ? Optional.of(this)
                : Optional.empty();
    }

    public void tree(JsonNode tree) {
        try {
            if (format == Format.YAML) {
                out.print(Yaml.of(tree));
            } else {
                out.println(Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(tree));
            }
            out.flush();
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a tree can be written", impossible);
        }
    }
}
