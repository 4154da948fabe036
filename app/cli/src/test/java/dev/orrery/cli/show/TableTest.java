package dev.orrery.cli.show;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.orrery.cli.http.Json;
import dev.orrery.cli.terminal.Style;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tables are as wide as what is in them, or as the terminal. */
class TableTest {

    private static final List<Column> COLUMNS =
            List.of(
                    new Column("ID", item -> Json.text(item, "/id")),
                    Column.cut("NAME", item -> Json.text(item, "/name")),
                    Column.cut("TEXT", item -> Json.text(item, "/text")),
                    new Column("STATE", item -> Style.COLOURED.state("FAILED", "Failed")));

    private final StringWriter out = new StringWriter();

    @Test
    void a_file_gets_all_of_every_column() {
        print(0, item("1", "a".repeat(60), "b".repeat(300)));
        assertThat(printed()).contains("a".repeat(60) + "  " + "b".repeat(300) + "  Failed");
    }

    @Test
    void on_a_terminal_the_widest_is_cut_until_the_line_fits() {
        print(60, item("1", "a".repeat(20), "b".repeat(300)), item("22", "short", "short too"));
        assertThat(printed())
                .isEqualTo(
                        """
                        ID  NAME                  TEXT                        STATE
                        1   aaaaaaaaaaaaaaaaaaaa  bbbbbbbbbbbbbbbbbbbbbbbbb…  Failed
                        22  short                 short too                   Failed
                        """);
        assertThat(printed().lines().mapToInt(String::length)).allMatch(width -> width <= 60);
    }

    @Test
    void two_that_are_wide_give_way_alike_and_no_id_is_cut() {
        print(50, item("0123456789", "a".repeat(40), "b".repeat(40)));
        assertThat(printed()).contains("0123456789  aaaaaaaaaaaaa…  bbbbbbbbbbbbb…  Failed\n");
    }

    @Test
    void what_is_narrow_is_not_cut_however_narrow_the_terminal_is() {
        print(20, item("0123456789", "a".repeat(40), "b".repeat(12)));
        assertThat(printed()).contains("0123456789  aaaaaaaaaaa…  bbbbbbbbbbbb  Failed\n");
    }

    @Test
    void signs_of_two_chars_are_not_torn() {
        print(40, item("1", "🪐".repeat(40), "b"));
        assertThat(printed()).contains("🪐…  b").doesNotContain("\ud83e…");
    }

    @Test
    void later_rows_stand_under_earlier_ones() {
        var table = new Table(new PrintWriter(out, true), COLUMNS, 0);
        table.print(List.of(item("1", "long name", "x")));
        table.print(List.of(item("2", "short", "y")));
        assertThat(printed())
                .isEqualTo(
                        """
                        1  long name  x  Failed
                        2  short      y  Failed
                        """);
    }

    private void print(int lineWidthMax, JsonNode... items) {
        new Table(new PrintWriter(out, true), COLUMNS, lineWidthMax)
                .printWithTitles(List.of(items));
    }

    private String printed() {
        return out.toString().replaceAll("\u001b\\[\\d+m", "");
    }

    private static JsonNode item(String id, String name, String text) {
        return Json.object().put("id", id).put("name", name).put("text", text);
    }
}
