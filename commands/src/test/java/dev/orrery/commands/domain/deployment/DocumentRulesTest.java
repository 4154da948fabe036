package dev.orrery.commands.domain.deployment;

import static dev.orrery.commands.domain.Draft.document;
import static dev.orrery.commands.domain.Limits.ARGUMENTS_MAX;
import static dev.orrery.commands.domain.Limits.ARGUMENT_CHARACTERS_MAX;
import static dev.orrery.commands.domain.Limits.DESCRIPTION_CHARACTERS_MAX;
import static dev.orrery.commands.domain.Limits.NAME_CHARACTERS_MAX;
import static dev.orrery.commands.domain.Limits.PARAMETERS_BYTES_MAX;
import static dev.orrery.commands.domain.Limits.PATH_CHARACTERS_MAX;
import static dev.orrery.commands.domain.Limits.SETTINGS_BYTES_MAX;
import static dev.orrery.commands.domain.Limits.TAGS_MAX;
import static dev.orrery.commands.domain.Limits.VARIABLES_MAX;
import static dev.orrery.commands.domain.Limits.VARIABLE_CHARACTERS_MAX;
import static dev.orrery.commands.domain.Story.given;
import static dev.orrery.commands.domain.deployment.Deployments.put;
import static dev.orrery.commands.domain.deployment.Verdict.accepted;
import static dev.orrery.commands.domain.deployment.Verdict.limit;
import static dev.orrery.commands.domain.deployment.Verdict.object;
import static dev.orrery.commands.domain.deployment.Verdict.refused;
import static dev.orrery.schemas.reply.Refusal.INVALID_COMMAND;
import static dev.orrery.schemas.reply.Refusal.PARAMETERS_TOO_LARGE;
import static dev.orrery.schemas.reply.Refusal.POOL_UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.commands.domain.Draft;
import dev.orrery.schemas.command.DeploymentCommand.PutDeployment;
import dev.orrery.schemas.deployment.Entrypoint;
import dev.orrery.schemas.deployment.Infrastructure;
import dev.orrery.schemas.deployment.Json;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a document must be like; each limit at its edge and over it. */
class DocumentRulesTest {

    @Test
    void a_document_with_nothing_that_is_optional_is_accepted() {
        accepted(draft -> {
            draft.description = null;
            draft.version = null;
            draft.tags = List.of();
            draft.path = null;
            draft.parameters = Json.EMPTY_OBJECT;
            draft.environment = Map.of();
            draft.timeoutSeconds = null;
        });
    }

    @Test
    void a_name_has_255_characters_at_most() {
        acceptedName("n".repeat(NAME_CHARACTERS_MAX));
        refusedName("n".repeat(NAME_CHARACTERS_MAX + 1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "\u00a0",
                "a/b",
                "/",
                ".",
                "..",
                " padded",
                "padded ",
                "tab\there",
                "line\nend",
                "nul\0",
                "delete\u007f",
                "next\u0085line",
                "zero\u200bwidth",
                "turned\u202eround",
                "\ufeffmark",
                "line\u2028separator",
                "lone\ud83d",
                "\ude00lone"
            })
    void a_name_that_would_break_an_address_or_a_page_is_refused(String name) {
        refusedName(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a", "ETL, nightly (eu-west) 100%", "größe", "日次", "😀", "a\\b", "a:b?c#d"})
    void a_name_may_be_in_any_script(String name) {
        acceptedName(name);
    }

    @Test
    void the_flow_is_a_name_too() {
        given().when(new PutDeployment("a/b", "name", document()))
                .thenRejected(INVALID_COMMAND, "/flow");
    }

    @Test
    void the_first_thing_that_is_wrong_is_named() {
        given().when(new PutDeployment("", "", document(draft -> draft.pool = "no")))
                .thenRejected(INVALID_COMMAND, "/flow");
    }

    @Test
    void a_description_has_a_limit() {
        limit(
                DESCRIPTION_CHARACTERS_MAX,
                n -> draft -> draft.description = "x".repeat(n),
                INVALID_COMMAND,
                "/description");
        accepted(draft -> draft.description = "Two\nlines, and a\ttab");
    }

    @Test
    void a_version_has_a_limit() {
        limit(
                NAME_CHARACTERS_MAX,
                n -> draft -> draft.version = "x".repeat(n),
                INVALID_COMMAND,
                "/version");
    }

    @Test
    void tags_have_a_limit_each_and_together() {
        limit(
                TAGS_MAX,
                n -> draft -> draft.tags = Collections.nCopies(n, "tag"),
                INVALID_COMMAND,
                "/tags");
        limit(
                NAME_CHARACTERS_MAX,
                n -> draft -> draft.tags = List.of("first", "x".repeat(n)),
                INVALID_COMMAND,
                "/tags/1");
        refused(draft -> draft.tags = List.of("first", " "), INVALID_COMMAND, "/tags/1");
    }

    @Test
    void a_path_has_a_limit() {
        limit(
                PATH_CHARACTERS_MAX,
                n -> draft -> draft.path = "/".repeat(n),
                INVALID_COMMAND,
                "/path");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/srv/flows", "C:\\flows", "d:/flows"})
    void a_path_is_absolute(String path) {
        accepted(draft -> draft.path = path);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "flows", "./flows", "../flows", "~/flows", " /srv", "C:flows"})
    void a_path_that_depends_on_where_the_runner_was_started_is_refused(String path) {
        refused(draft -> draft.path = path, INVALID_COMMAND, "/path");
    }

    @Test
    void nul_is_refused_wherever_an_operating_system_would_choke_on_it() {
        refused(draft -> draft.path = "/srv\0", INVALID_COMMAND, "/path");
        refused(draft -> draft.description = "a\0", INVALID_COMMAND, "/description");
        refused(draft -> draft.version = "a\0", INVALID_COMMAND, "/version");
        refused(draft -> draft.tags = List.of("a\0"), INVALID_COMMAND, "/tags/0");
        refused(draft -> draft.environment = Map.of("A", "b\0"), INVALID_COMMAND, "/environment/A");
        refused(command("sh", "-c", "echo\0"), INVALID_COMMAND, "/entrypoint/command/2");
        refused(entrypoint(new Entrypoint.Java("A\0", null)), INVALID_COMMAND, "/entrypoint/path");
        refused(
                entrypoint(new Entrypoint.Python("a.py", "f\0")),
                INVALID_COMMAND,
                "/entrypoint/function");
    }

    @Test
    void a_command_names_a_program() {
        accepted(command("true"));
        refused(command(), INVALID_COMMAND, "/entrypoint/command");
        refused(command(" ", "-c"), INVALID_COMMAND, "/entrypoint/command/0");
        accepted(command("echo", "", " "));
    }

    @Test
    void arguments_have_a_limit_each_and_together() {
        limit(
                ARGUMENTS_MAX,
                n -> entrypoint(new Entrypoint.Command(Collections.nCopies(n, "x"))),
                INVALID_COMMAND,
                "/entrypoint/command");
        limit(
                ARGUMENT_CHARACTERS_MAX,
                n -> command("echo", "x".repeat(n)),
                INVALID_COMMAND,
                "/entrypoint/command/1");
    }

    @Test
    void a_python_function_and_its_file_are_named() {
        accepted(entrypoint(new Entrypoint.Python("flow.py", "hello_world")));
        limit(
                PATH_CHARACTERS_MAX,
                n -> entrypoint(new Entrypoint.Python("x".repeat(n), "f")),
                INVALID_COMMAND,
                "/entrypoint/path");
        limit(
                NAME_CHARACTERS_MAX,
                n -> entrypoint(new Entrypoint.Python("flow.py", "f".repeat(n))),
                INVALID_COMMAND,
                "/entrypoint/function");
        refused(entrypoint(new Entrypoint.Python("", "f")), INVALID_COMMAND, "/entrypoint/path");
        refused(
                entrypoint(new Entrypoint.Python("flow.py", "")),
                INVALID_COMMAND,
                "/entrypoint/function");
    }

    @Test
    void a_java_file_is_named_and_its_main_class_need_not_be() {
        accepted(entrypoint(new Entrypoint.Java("HelloFlow.java", null)));
        limit(
                PATH_CHARACTERS_MAX,
                n -> entrypoint(new Entrypoint.Java("x".repeat(n), null)),
                INVALID_COMMAND,
                "/entrypoint/path");
        limit(
                NAME_CHARACTERS_MAX,
                n -> entrypoint(new Entrypoint.Java("flow.jar", "M".repeat(n))),
                INVALID_COMMAND,
                "/entrypoint/mainClass");
        refused(entrypoint(new Entrypoint.Java(" ", null)), INVALID_COMMAND, "/entrypoint/path");
    }

    @Test
    void parameters_have_512_KiB_at_most() {
        limit(
                PARAMETERS_BYTES_MAX,
                n -> draft -> draft.parameters = object("k", n),
                PARAMETERS_TOO_LARGE,
                "/parameters");
    }

    @Test
    void parameters_are_counted_in_bytes_and_not_in_characters() {
        int euros = (PARAMETERS_BYTES_MAX - "{'k':''}".length()) / 3;

        accepted(draft -> draft.parameters = Json.parse("{\"k\":\"" + "€".repeat(euros) + "\"}"));
        refused(
                draft -> draft.parameters = Json.parse("{\"k\":\"" + "€".repeat(euros + 1) + "\"}"),
                PARAMETERS_TOO_LARGE,
                "/parameters");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "null", "1", "\"{}\"", "true"})
    void what_holds_values_by_name_is_a_json_object(String json) {
        var value = Json.parse(json);

        refused(draft -> draft.parameters = value, INVALID_COMMAND, "/parameters");
        refused(
                draft -> draft.infrastructure = new Infrastructure("process", value),
                INVALID_COMMAND,
                "/infrastructure/settings");
    }

    @Test
    void variables_have_a_limit_each_and_together() {
        limit(
                VARIABLES_MAX,
                n -> draft -> draft.environment = variables(n),
                INVALID_COMMAND,
                "/environment");
        limit(
                VARIABLE_CHARACTERS_MAX,
                n -> draft -> draft.environment = Map.of("A", "x".repeat(n)),
                INVALID_COMMAND,
                "/environment/A");
        limit(
                NAME_CHARACTERS_MAX,
                n -> draft -> draft.environment = Map.of("A".repeat(n), "x"),
                INVALID_COMMAND,
                "/environment/" + "A".repeat(60) + "...");
    }

    @ParameterizedTest
    @ValueSource(strings = {"A", "_", "a1_B", "__"})
    void a_variable_has_a_name_that_a_shell_can_say(String name) {
        accepted(draft -> draft.environment = Map.of(name, ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1A", "A-B", "A B", "A=B", "Ä", "A\n", "A\0"})
    void a_variable_of_another_name_is_refused(String name) {
        refused(
                draft -> draft.environment = Map.of(name, ""),
                INVALID_COMMAND,
                "/environment/" + name);
    }

    @Test
    void a_field_is_a_json_pointer_also_where_the_user_wrote_part_of_it() {
        refused(
                draft -> draft.environment = Map.of("a/b~c", ""),
                INVALID_COMMAND,
                "/environment/a~1b~0c");
    }

    @Test
    void what_is_quoted_is_cut_between_characters() {
        var rejection =
                given().when(put(document(draft -> draft.pool = "x" + "😀".repeat(40))))
                        .rejection();

        assertThat(rejection.message()).contains("'x" + "😀".repeat(29) + "...'");
    }

    @Test
    void a_time_out_is_a_second_or_more() {
        accepted(draft -> draft.timeoutSeconds = 1);
        accepted(draft -> draft.timeoutSeconds = Integer.MAX_VALUE);
        refused(draft -> draft.timeoutSeconds = 0, INVALID_COMMAND, "/timeoutSeconds");
        refused(draft -> draft.timeoutSeconds = -1, INVALID_COMMAND, "/timeoutSeconds");
    }

    @Test
    void an_infrastructure_has_a_type_that_is_open() {
        accepted(draft -> draft.infrastructure = infrastructure("kubernetes"));
        refused(
                draft -> draft.infrastructure = infrastructure(""),
                INVALID_COMMAND,
                "/infrastructure/type");
        limit(
                NAME_CHARACTERS_MAX,
                n -> draft -> draft.infrastructure = infrastructure("t".repeat(n)),
                INVALID_COMMAND,
                "/infrastructure/type");
    }

    @Test
    void the_settings_of_an_infrastructure_have_a_limit() {
        limit(
                SETTINGS_BYTES_MAX,
                n -> draft -> draft.infrastructure = new Infrastructure("docker", object("k", n)),
                INVALID_COMMAND,
                "/infrastructure/settings");
    }

    @Test
    void a_pool_is_one_that_is_served() {
        accepted(draft -> draft.pool = "large");
        refused(draft -> draft.pool = "missing", POOL_UNKNOWN, "/pool");
        refused(draft -> draft.pool = "", POOL_UNKNOWN, "/pool");
        refused(draft -> draft.pool = "Default", POOL_UNKNOWN, "/pool");
    }

    private static void acceptedName(String name) {
        assertThat(given().when(new PutDeployment(name, name, document())).events()).hasSize(1);
    }

    private static void refusedName(String name) {
        given().when(new PutDeployment("flow", name, document()))
                .thenRejected(INVALID_COMMAND, "/name");
    }

    private static Consumer<Draft> command(String... command) {
        return entrypoint(new Entrypoint.Command(List.of(command)));
    }

    private static Consumer<Draft> entrypoint(Entrypoint entrypoint) {
        return draft -> draft.entrypoint = entrypoint;
    }

    private static Infrastructure infrastructure(String type) {
        return new Infrastructure(type, Json.EMPTY_OBJECT);
    }

    private static Map<String, String> variables(int count) {
        return IntStream.range(0, count)
                .boxed()
                .collect(Collectors.toMap(i -> "V" + i, String::valueOf));
    }
}
