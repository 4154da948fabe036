package dev.orrery.cli.show;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Rows under titles, as wide as they need to be. */
final class Table {

    private static final Pattern COLOUR = Pattern.compile("\u001b\\[\\d+m");
    private static final String GAP = "  ";

    private Table() {}

    static void print(PrintWriter out, List<Column> columns, List<JsonNode> items) {
        var rows = new ArrayList<List<String>>();
        rows.add(columns.stream().map(Column::title).toList());
        for (var item : items) {
            rows.add(columns.stream().map(column -> column.value().apply(item)).toList());
        }
        print(out, rows);
    }

    static void print(PrintWriter out, List<List<String>> rows) {
        int columns = rows.stream().mapToInt(List::size).max().orElse(0);
        var widths = new int[columns];
        for (var row : rows) {
            for (int i = 0; i < row.size(); i++) {
                widths[i] = Math.max(widths[i], width(row.get(i)));
            }
        }
        for (var row : rows) {
            var line = new StringBuilder();
            for (int i = 0; i < row.size(); i++) {
                var last = i == row.size() - 1;
                line.append(row.get(i));
                line.append(last ? "" : " ".repeat(widths[i] - width(row.get(i))) + GAP);
            }
            out.println(line.toString().stripTrailing());
        }
    }

    private static int width(String text) {
        var plain = COLOUR.matcher(text).replaceAll("");
        return plain.codePointCount(0, plain.length());
    }
}
