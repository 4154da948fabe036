package dev.orrery.cli.show;

import com.fasterxml.jackson.databind.JsonNode;
import dev.orrery.cli.show.Column.Fit;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Rows under one another, as wide as they need to be. On a terminal that is narrower the columns
 * that may be cut are, so that those behind them are not lost at the edge.
 */
public final class Table {

    private static final Pattern COLOUR = Pattern.compile("\u001b\\[\\d+m");
    private static final String GAP = "  ";
    private static final String CUT = "…";
    private static final int CUT_WIDTH_MIN = 12;

    private final PrintWriter out;
    private final List<Column> columns;
    private final int lineWidthMax;
    private final int[] widths;

    /**
     * @param lineWidthMax how wide a line may be, in characters; 0 for any width
     */
    public Table(PrintWriter out, List<Column> columns, int lineWidthMax) {
        this.out = out;
        this.columns = columns;
        this.lineWidthMax = lineWidthMax;
        widths = new int[columns.size()];
    }

    /** A row for each item, under those that were printed before. */
    public void print(List<JsonNode> items) {
        printRows(rows(items));
    }

    void printWithTitles(List<JsonNode> items) {
        var rows = rows(items);
        rows.addFirst(columns.stream().map(Column::title).toList());
        printRows(rows);
    }

    /** Rows that are no items, whole. */
    static void print(PrintWriter out, List<List<String>> rows) {
        var widths = new int[rows.stream().mapToInt(List::size).max().orElse(0)];
        widen(widths, rows);
        rows.forEach(row -> print(out, row, widths));
    }

    private List<List<String>> rows(List<JsonNode> items) {
        var rows = new ArrayList<List<String>>();
        for (var item : items) {
            rows.add(columns.stream().map(column -> column.value().apply(item)).toList());
        }
        return rows;
    }

    private void printRows(List<List<String>> rows) {
        widen(widths, rows);
        var fitted = fitted();
        rows.forEach(row -> print(out, row, fitted));
    }

    private static void widen(int[] widths, List<List<String>> rows) {
        for (var row : rows) {
            for (int i = 0; i < row.size(); i++) {
                widths[i] = Math.max(widths[i], width(row.get(i)));
            }
        }
    }

    /** The widest that may be cut gives way first, until the line fits or all are narrow. */
    private int[] fitted() {
        var fitted = widths.clone();
        int width = Arrays.stream(fitted).sum() + GAP.length() * (fitted.length - 1);
        while (lineWidthMax > 0 && width > lineWidthMax) {
            int widest = -1;
            for (int i = 0; i < fitted.length; i++) {
                if (columns.get(i).fit() == Fit.CUT
                        && fitted[i] > (widest < 0 ? CUT_WIDTH_MIN : fitted[widest])) {
                    widest = i;
                }
            }
            if (widest < 0) {
                break;
            }
            fitted[widest]--;
            width--;
        }
        return fitted;
    }

    private static void print(PrintWriter out, List<String> row, int[] widths) {
        var line = new StringBuilder();
        for (int i = 0; i < row.size(); i++) {
            var cell = cut(row.get(i), widths[i]);
            line.append(i == 0 ? "" : GAP).append(cell);
            line.append(" ".repeat(widths[i] - width(cell)));
        }
        out.println(line.toString().stripTrailing());
    }

    /** What may be cut has no colour. */
    private static String cut(String text, int width) {
        return width(text) <= width
                ? text
                : text.substring(0, text.offsetByCodePoints(0, width - 1)) + CUT;
    }

    private static int width(String text) {
        var plain = COLOUR.matcher(text).replaceAll("");
        return plain.codePointCount(0, plain.length());
    }
}
