package dev.orrery.cli;

import dev.orrery.cli.Typed.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever is wrong in an orrery.yaml is told with its line. */
class YamlErrorsTest {

    @TempDir private Path folder = Path.of("");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "deployments: []|1: The list is empty.",
                "deployment: x|1: There is no field 'deployment' here; there are",
                "deployments:\\n- {name: a, name: b}|2: 'name' is there twice.",
                "deployments:\\n- name: a\\n  tag: x|3: There is no field 'tag' here",
                "deployments:\\n- name: a\\n  flow: 3|3: It must be a text.",
                "deployments:\\n- name: a\\n  flow: b|2: The field 'entrypoint' is missing.",
                "deployments:\\n- entrypoint: x|2: The field 'name' is missing.",
                "deployments:\\n- name: a\\n  entrypoint: flow.py|3: 'flow.py' names no function",
                "deployments:\\n- name: a\\n  entrypoint: nonsense|3: 'nonsense' is no entrypoint",
                "deployments:\\n- name: a\\n  entrypoint: ../f.py:f|3: The file ../f.py is outside",
                "deployments:\\n- name: a\\n  entrypoint: /f.py:f|3: The file /f.py is outside",
                "deployments:\\n- name: a\\n  entrypoint: a/../../B.java:f|3: The file a/../../B",
                "deployments:\\n- name: ${NO_SUCH_VARIABLE}|2: The variable NO_SUCH_VARIABLE is",
                "deployments:\\n- name: a\\n  schedules: [{name: x}]|3: It has exactly one of",
                "deployments:\\n- name: a\\n"
                        + "  flow: f\\n"
                        + "  entrypoint: {kind: command, command: [x]}\\n"
                        + "  schedules:\\n"
                        + "  - interval: {seconds: 60, timezone: UTC}\\n"
                        + "    timezone: UTC|7: The time zone is said twice.",
                "deployments:\\n- name: a\\n  flow: f\\n  entrypoint: {kind: command, command: [x]}"
                        + "\\n  schedules: [{cron: {expression: x, timezone: UTC}, timezone: UTC}]|"
                        + "5: The time zone is said twice.",
                "deployments:\\n- name: a\\n  timeoutSeconds: 0|3: It must be 1 or more.",
                "deployments:\\n- name: [a|2: This is not YAML",
                "deployments:\\n- &a [*a]|2: ",
                "deployments:\\n- name: !x y|2: The tag",
            })
    void the_line_is_told(String yaml, String sentence) throws IOException {
        Files.writeString(folder.resolve("orrery.yaml"), yaml.replace("\\n", "\n"));
        Shell.in(folder)
                .type("deployment", "create", "orrery.yaml", "--dry-run")
                .ends(2)
                .says("orrery: orrery.yaml:" + sentence);
    }
}
