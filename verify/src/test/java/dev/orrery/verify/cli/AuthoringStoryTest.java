package dev.orrery.verify.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.orrery.verify.server.Json;
import dev.orrery.verify.server.Server;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** One content, written in four ways: one document. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AuthoringStoryTest {

    private static final String FLOW_PY =
            """
            from enum import Enum
            from typing import Dict, List, Optional
            from orrery import flow

            class Depth(Enum):
                FULL = "FULL"
                BRIEF = "BRIEF"

            @flow(name="report")
            def write_report(
                name: str,
                count: int = 3,
                ratio: float = 0.5,
                loud: bool = False,
                sizes: Optional[List[int]] = None,
                depth: Depth = Depth.FULL,
                more: Optional[Dict[str, str]] = None,
            ):
                print(f"{name} {count}")
            """;

    private static final String SPEC_PY =
            """
            from orrery import DeploymentSpec

            LATE = {"jitter_seconds": 30, "catch_up": {"policy": "all", "windowSeconds": 86400}}

            DeploymentSpec(
                flow_location="flows/report.py",
                path=".",
                name="daily",
                description="Grüße",
                version="7",
                parameters={"name": "world", "count": 4},
                tags=["b", "a"],
                labels={"team": "x", "app": "y"},
                schedules=[
                    {"cron": "0 8 * * MON-FRI", "timezone": "Europe/Berlin", **LATE},
                    {"rrule": "FREQ=WEEKLY;BYDAY=MO", "timezone": "Europe/Berlin", **LATE},
                    {"interval": 900, "timezone": "Europe/Berlin", **LATE},
                ],
                env={"LOG": "debug", "A": "b"},
                timeout_seconds=60,
                queue_timeout_seconds=600,
                retries=2,
                retry_delay_seconds=[10, 60],
                concurrency_limit={"limit": 2, "collision": "skip"},
                enforce_parameter_schema=False,
                owner="ada",
            )
            """;

    private static final String JAVA =
            """
            import dev.orrery.flows.*;
            import java.time.*;
            import java.util.*;

            public class ReportFlow {
                enum Depth { FULL, BRIEF }

                @Flow(name = "report-java")
                public static void writeReport(
                        String name,
                        @Param(defaultValue = "3") long count,
                        @Param(defaultValue = "0.5") double ratio,
                        @Param(defaultValue = "false") boolean loud,
                        Optional<List<Long>> sizes,
                        @Param(defaultValue = "FULL") Depth depth,
                        Optional<Map<String, String>> more) {
                    System.out.println(name + " " + count);
                }

                @Deployment
                static DeploymentSpec daily() {
                    var berlin = ZoneId.of("Europe/Berlin");
                    return DeploymentSpec.of("daily", ReportFlow.class)
                            .withDescription("Grüße")
                            .withVersion("7")
                            .withParameters(Map.of("name", "world", "count", 4))
                            .withTags("b", "a")
                            .withLabels(Map.of("team", "x", "app", "y"))
                            .withSchedule(late(Schedule.cron("0 8 * * MON-FRI", berlin)))
                            .withSchedule(
                                    late(Schedule.rrule("FREQ=WEEKLY;BYDAY=MO", berlin, null)))
                            .withSchedule(late(Schedule.every(Duration.ofMinutes(15), berlin)))
                            .withEnvironment(Map.of("LOG", "debug", "A", "b"))
                            .withTimeout(Duration.ofMinutes(1))
                            .withQueueTimeout(Duration.ofMinutes(10))
                            .withRetry(
                                    Retry.times(2)
                                            .withDelay(Duration.ofSeconds(10), Duration.ofMinutes(1)))
                            .withConcurrency(2, Collision.SKIP)
                            .withoutEnforcedParameters()
                            .withOwner("ada");
                }

                private static Schedule late(Schedule schedule) {
                    return schedule.withJitter(Duration.ofSeconds(30))
                            .catchingUp(CatchUp.ALL, Duration.ofDays(1));
                }
            }
            """;

    private static final String YAML =
            """
            defaults:
              description: Grüße
              version: "7"
              path: .
              tags: [b, a]
              labels: {team: x}
              schedules:
                - cron: {expression: 0 8 * * MON-FRI, timezone: Europe/Berlin}
                  jitterSeconds: 30
                  catchUp: {policy: all, windowSeconds: 86400}
                - rrule: {rule: FREQ=WEEKLY;BYDAY=MO, timezone: Europe/Berlin}
                  jitterSeconds: 30
                  catchUp: {policy: all, windowSeconds: 86400}
                - interval: 15m
                  timezone: Europe/Berlin
                  jitterSeconds: 30
                  catchUp: {policy: all, windowSeconds: 86400}
              environment: {LOG: "${LEVEL}", A: b}
              timeoutSeconds: 60
              queueTimeoutSeconds: 600
              retry: {attempts: 3, delaySeconds: [10, 60]}
              concurrency: {limit: 2, collision: skip}
              enforceParameters: false
              owner: ada
            deployments:
              - name: daily
                entrypoint: flows/report.py:write_report
                parameters: {name: world, count: 4}
                labels: {app: y}
              - name: daily
                flow: report-java
                entrypoint: ReportFlow.java:writeReport
                parameters: {count: 4, name: world}
                labels: {app: y}
            """;

    private static final List<String> FLAGS =
            List.of(
                    "--name=daily",
                    "--path=.",
                    "--description=Grüße",
                    "--version=7",
                    "--param=count=4",
                    "--param=name=world",
                    "--tag=b",
                    "--tag=a",
                    "--label=team=x",
                    "--label=app=y",
                    "--env=LOG=debug",
                    "--env=A=b",
                    "--cron=0 8 * * MON-FRI",
                    "--rrule=FREQ=WEEKLY;BYDAY=MO",
                    "--interval=15m",
                    "--timezone=Europe/Berlin",
                    "--jitter=30s",
                    "--catch-up=all:1d",
                    "--timeout=1m",
                    "--queue-timeout=10m",
                    "--retries=2",
                    "--retry-delay=10s",
                    "--retry-delay=1m",
                    "--concurrency=2:skip",
                    "--no-enforce-parameters",
                    "--owner=ada");

    private Server server;
    private Launcher shell;

    @BeforeAll
    void start(@TempDir Path data, @TempDir Path folder) throws IOException {
        server = Server.start(data);
        shell = new Launcher(folder, server.endpoints().api()).with("LEVEL", "debug");
        // All of it before anything is packaged.
        shell.write("flows/report.py", FLOW_PY);
        shell.write("deploy.py", SPEC_PY);
        shell.write("ReportFlow.java", JAVA);
        shell.write("orrery.yaml", YAML);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void python_java_yaml_and_flags_make_one_document() throws InterruptedException {
        var python = "deployment 'daily' for flow 'report'\n";
        var java = "deployment 'daily' for flow 'report-java'\n";
        says(create("deploy.py"), "Created " + python);
        says(create("ReportFlow.java"), "Created " + java);
        var documents = List.of(document("report"), document("report-java"));

        says(create("orrery.yaml"), "Unchanged " + python + "Unchanged " + java);
        says(create("flows/report.py:write_report", FLAGS), "Unchanged " + python);
        says(create("ReportFlow.java:writeReport", FLAGS), "Unchanged " + java);

        assertThat(List.of(document("report"), document("report-java"))).isEqualTo(documents);
        // But for the entrypoint, the two languages say the same, letter by letter.
        assertThat(rest(documents.getLast())).isEqualTo(rest(documents.getFirst()));
        assertThat(Json.object(documents.getFirst()).get("parameterSchema").toString())
                .isEqualTo(Json.object(documents.getLast()).get("parameterSchema").toString())
                .contains("\"required\":[\"name\"]", "\"enum\":[\"FULL\",\"BRIEF\"]");
    }

    private static void says(Said said, String lines) {
        said.ends(0);
        assertThat(said.out().substring(said.out().indexOf('\n') + 1)).isEqualTo(lines);
    }

    private Said create(String file) throws InterruptedException {
        return create(file, List.of());
    }

    private Said create(String file, List<String> flags) throws InterruptedException {
        var words = new ArrayList<>(List.of("deployment", "create", file));
        words.addAll(flags);
        return shell.type(words.toArray(String[]::new));
    }

    private String document(String flow) {
        return server.http()
                .get("/v1/deployments/" + flow + "/daily")
                .is(200)
                .json()
                .get("document")
                .toString();
    }

    private static JsonNode rest(String document) {
        var rest = Json.object(document);
        rest.remove("entrypoint");
        return rest;
    }
}
