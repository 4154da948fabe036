package dev.orrery.verify.laws;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.schemas.reply.Refusal;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Whoever is refused finds in the documents what to do. */
class ErrorCodesTest {

    /** A row of the table: codes, then the status that they have. */
    private static final Pattern ROW =
            Pattern.compile("^\\| ((?:`[A-Z_]+`(?:, )?)+) \\| ([0-9]{3}) \\| .+ \\|$");

    private static final Pattern CODE = Pattern.compile("`([A-Z_]+)`");

    @Test
    void each_code_has_its_row_and_its_status() {
        var table = table();
        assertThat(Arrays.stream(Refusal.values()).collect(toMap(Enum::name, Refusal::status)))
                .allSatisfy((code, status) -> assertThat(table).containsEntry(code, status));
    }

    private static Map<String, Integer> table() {
        var found = new TreeMap<String, Integer>();
        var document = Sources.read(Sources.root().resolve("docs/operations.md"));
        document.substring(document.indexOf("\n## Error codes"))
                .lines()
                .map(ROW::matcher)
                .filter(row -> row.matches())
                .forEach(row ->
                        CODE.matcher(row.group(1))
                                .results()
                                .forEach(code ->
                                        found.put(code.group(1), Integer.valueOf(row.group(2)))));
        return found;
    }
}
