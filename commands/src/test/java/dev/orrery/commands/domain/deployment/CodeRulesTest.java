package dev.orrery.commands.domain.deployment;

import static dev.orrery.commands.domain.deployment.Verdict.accepted;
import static dev.orrery.commands.domain.deployment.Verdict.limit;
import static dev.orrery.commands.domain.deployment.Verdict.refused;
import static dev.orrery.schemas.reply.Refusal.INVALID_COMMAND;

import dev.orrery.commands.domain.Limits;
import dev.orrery.schemas.deployment.CodeSource;
import dev.orrery.schemas.deployment.Entrypoint;
import dev.orrery.schemas.deployment.Json;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What code, labels and the schema of parameters must be like. */
class CodeRulesTest {

    @Test
    void code_that_is_fetched_has_no_path_and_code_on_a_host_has_one() {
        var artifact = "0123456789abcdef".repeat(4);
        accepted(draft -> {
            draft.code = new CodeSource.Pushed(artifact);
            draft.path = null;
        });
        refused(draft -> draft.code = new CodeSource.Pushed(artifact), INVALID_COMMAND, "/path");
        refused(
                draft -> {
                    draft.code = new CodeSource.Pushed(artifact.toUpperCase(Locale.ROOT));
                    draft.path = null;
                },
                INVALID_COMMAND,
                "/code/artifact");
        refused(
                draft -> {
                    draft.code = new CodeSource.S3(" ", null, null, null);
                    draft.path = null;
                },
                INVALID_COMMAND,
                "/code/bucket");
        accepted(draft -> draft.code = new CodeSource.Host("atlas.example"));
        refused(draft -> draft.code = new CodeSource.Host("a/b"), INVALID_COMMAND, "/code/host");
        refused(
                draft -> {
                    draft.code = new CodeSource.Host("atlas");
                    draft.path = null;
                },
                INVALID_COMMAND,
                "/path");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../flow.py",
                "a/../../flow.py",
                "a/..",
                "..",
                "/flow.py",
                "C:\\flow.py",
                "a\\..\\b.py"
            })
    void what_is_executed_is_inside_the_folder_of_the_code(String path) {
        refused(executing(new Entrypoint.Python(path, "f")), INVALID_COMMAND, "/entrypoint/path");
        refused(executing(new Entrypoint.Java(path, "F")), INVALID_COMMAND, "/entrypoint/path");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a..b/flow.py", "..flow.py", ".", "./flow.py", "a/b/", "flow.."})
    void a_file_may_have_dots_in_its_name(String path) {
        accepted(executing(new Entrypoint.Python(path, "f")));
        accepted(executing(new Entrypoint.Java(path, "F")));
    }

    @Test
    void labels_are_names_and_values_within_limits() {
        accepted(draft -> draft.labels = Map.of("git.branch", ""));
        refused(draft -> draft.labels = Map.of(" ", "x"), INVALID_COMMAND, "/labels/ ");
        limit(
                Limits.LABELS_MAX,
                n ->
                        draft ->
                                draft.labels =
                                        IntStream.range(0, n)
                                                .boxed()
                                                .collect(Collectors.toMap(i -> "l" + i, i -> "v")),
                INVALID_COMMAND,
                "/labels");
    }

    @Test
    void a_schema_of_parameters_is_a_small_object() {
        refused(
                draft -> draft.parameterSchema = Json.parse("[]"),
                INVALID_COMMAND,
                "/parameterSchema");
        limit(
                Limits.SETTINGS_BYTES_MAX - 8,
                n ->
                        draft ->
                                draft.parameterSchema =
                                        Json.parse("{\"x\":\"" + "x".repeat(n) + "\"}"),
                INVALID_COMMAND,
                "/parameterSchema");
    }

    private static Consumer<Draft> executing(Entrypoint entrypoint) {
        return draft -> draft.entrypoint = entrypoint;
    }
}
