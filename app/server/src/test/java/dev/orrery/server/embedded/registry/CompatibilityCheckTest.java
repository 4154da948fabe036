package dev.orrery.server.embedded.registry;

import static dev.orrery.schemas.registry.Compatibility.BACKWARD;
import static dev.orrery.schemas.registry.Compatibility.BACKWARD_TRANSITIVE;
import static dev.orrery.schemas.registry.Compatibility.FORWARD;
import static dev.orrery.schemas.registry.Compatibility.FORWARD_TRANSITIVE;
import static dev.orrery.schemas.registry.Compatibility.FULL;
import static dev.orrery.schemas.registry.Compatibility.FULL_TRANSITIVE;
import static dev.orrery.schemas.registry.Compatibility.NONE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.schemas.registry.Compatibility;
import java.util.Arrays;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.SchemaBuilder.FieldAssembler;
import org.junit.jupiter.api.Test;

class CompatibilityCheckTest {
    private static final Schema EMPTY = sample().endRecord();
    private static final Schema OPTIONAL =
            sample().name("n").type().intType().intDefault(0).endRecord();
    private static final Schema REQUIRED = sample().requiredInt("n").endRecord();

    @Test
    void anything_may_come_first() {
        takenBy(List.of(), REQUIRED, Compatibility.values());
    }

    @Test
    void a_field_with_a_default_may_come_and_go() {
        takenBy(List.of(EMPTY), OPTIONAL, Compatibility.values());
        takenBy(List.of(OPTIONAL), EMPTY, Compatibility.values());
    }

    @Test
    void a_field_without_one_may_come_where_nobody_reads_the_old_and_go_where_nobody_writes_it() {
        takenBy(List.of(EMPTY), REQUIRED, NONE, FORWARD, FORWARD_TRANSITIVE);
        takenBy(List.of(REQUIRED), EMPTY, NONE, BACKWARD, BACKWARD_TRANSITIVE);
    }

    /** Each step is fine, and the two together are not. */
    @Test
    void only_transitive_rules_look_further_back_than_the_latest() {
        takenBy(
                List.of(EMPTY, OPTIONAL),
                REQUIRED,
                NONE,
                BACKWARD,
                FORWARD,
                FORWARD_TRANSITIVE,
                FULL);
        assertThat(CompatibilityCheck.problems(FULL_TRANSITIVE, REQUIRED, List.of(EMPTY, OPTIONAL)))
                .singleElement()
                .asString()
                .startsWith("The new schema can't read older data")
                .endsWith(".");
    }

    private static void takenBy(List<Schema> older, Schema added, Compatibility... levels) {
        assertThat(
                        Arrays.stream(Compatibility.values())
                                .filter(level ->
                                        CompatibilityCheck.problems(level, added, older).isEmpty()))
                .containsExactlyInAnyOrder(levels);
    }

    private static FieldAssembler<Schema> sample() {
        return SchemaBuilder.record("Sample").fields();
    }
}
