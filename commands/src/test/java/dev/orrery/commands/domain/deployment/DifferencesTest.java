package dev.orrery.commands.domain.deployment;

import static dev.orrery.commands.domain.Draft.document;
import static dev.orrery.commands.domain.Draft.every;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.commands.domain.Draft;
import dev.orrery.schemas.deployment.CodeSource;
import dev.orrery.schemas.deployment.Concurrency;
import dev.orrery.schemas.deployment.Concurrency.Collision;
import dev.orrery.schemas.deployment.DeploymentDocument;
import dev.orrery.schemas.deployment.Entrypoint;
import dev.orrery.schemas.deployment.Infrastructure;
import dev.orrery.schemas.deployment.Json;
import dev.orrery.schemas.deployment.RetryPolicy;
import dev.orrery.schemas.deployment.RetryPolicy.RetryOn;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class DifferencesTest {

    private static final Map<String, Consumer<Draft>> CHANGES = new LinkedHashMap<>();

    static {
        CHANGES.put("description", draft -> draft.description = null);
        CHANGES.put("version", draft -> draft.version = "2");
        CHANGES.put("tags", draft -> draft.tags = List.of());
        CHANGES.put("labels", draft -> draft.labels = Map.of());
        CHANGES.put("entrypoint", draft -> draft.entrypoint = new Entrypoint.Java("A.java", null));
        CHANGES.put("code", draft -> draft.code = new CodeSource.Host("atlas"));
        CHANGES.put("path", draft -> draft.path = null);
        CHANGES.put("parameters", draft -> draft.parameters = Json.EMPTY_OBJECT);
        CHANGES.put("parameterSchema", draft -> draft.parameterSchema = null);
        CHANGES.put("environment", draft -> draft.environment = Map.of("GREETING", "hi"));
        CHANGES.put(
                "schedules",
                draft -> draft.schedules = List.of(every("hourly", Duration.ofHours(1))));
        CHANGES.put("pool", draft -> draft.pool = "large");
        CHANGES.put(
                "infrastructure",
                draft -> draft.infrastructure = new Infrastructure("docker", Json.EMPTY_OBJECT));
        CHANGES.put("timeoutSeconds", draft -> draft.timeoutSeconds = null);
        CHANGES.put("owner", draft -> draft.owner = "ada");
        CHANGES.put("enforceParameters", draft -> draft.enforceParameters = false);
        CHANGES.put(
                "concurrency", draft -> draft.concurrency = new Concurrency(1, Collision.QUEUE));
        CHANGES.put(
                "retry",
                draft ->
                        draft.retry =
                                new RetryPolicy(
                                        2, RetryPolicy.AT_ONCE, 0, List.of(RetryOn.FAILED)));
        CHANGES.put("queueTimeoutSeconds", draft -> draft.queueTimeoutSeconds = 60);
    }

    @TestFactory
    Stream<DynamicTest> each_field_that_changes_is_named() {
        return CHANGES.entrySet().stream()
                .map(change ->
                        DynamicTest.dynamicTest(
                                change.getKey(),
                                () ->
                                        assertThat(changed(change.getValue()))
                                                .containsExactly(change.getKey())));
    }

    @Test
    void every_field_of_a_document_is_compared() {
        assertThat(CHANGES.keySet())
                .containsExactlyElementsOf(
                        Stream.of(DeploymentDocument.class.getRecordComponents())
                                .map(RecordComponent::getName)
                                .toList());
    }

    @Test
    void fields_are_named_in_the_order_of_the_document() {
        Consumer<Draft> all = CHANGES.values().stream().reduce(Consumer::andThen).orElseThrow();

        assertThat(changed(all)).containsExactlyElementsOf(CHANGES.keySet());
    }

    @Test
    void what_is_equal_has_no_differences() {
        assertThat(changed(_ -> {})).isEmpty();
    }

    private static List<String> changed(Consumer<Draft> change) {
        return Differences.between(document(), document(change));
    }
}
