package dev.orrery.schemas.avro;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.schemas.registry.Compatibility;
import dev.orrery.schemas.registry.Registration;
import dev.orrery.schemas.registry.SchemaRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

class SchemaIdsTest {

    @Test
    void what_travels_on_the_topic_of_a_pool_is_registered_for_it() {
        var registry = new Registry();

        SchemaIds.register(registry, List.of("default", "gpu"));

        assertThat(registry.subjects)
                .contains("orrery.dispatch.default-dev.orrery.signal.RunReady")
                .contains("orrery.dispatch.gpu-dev.orrery.signal.RunReady")
                .contains("orrery.events-dev.orrery.event.RunLeased")
                .doesNotHaveDuplicates()
                .isEqualTo(SchemaIds.subjects(List.of("default", "gpu")));
    }

    /** Gives ids and notes the subjects. */
    private static final class Registry implements SchemaRegistry {

        private final List<String> subjects = new ArrayList<>();

        @Override
        public int register(String subject, Schema schema) {
            subjects.add(subject);
            return subjects.size();
        }

        @Override
        public List<Integer> registerAll(List<Registration> wanted) {
            return wanted.stream().map(each -> register(each.subject(), each.schema())).toList();
        }

        @Override
        public Optional<Integer> lookUp(String subject, Schema schema) {
            throw new AssertionError("not asked at a start");
        }

        @Override
        public Schema schema(int id) {
            throw new AssertionError("not asked at a start");
        }

        @Override
        public boolean isCompatible(String subject, Schema schema) {
            throw new AssertionError("not asked at a start");
        }

        @Override
        public void requireCompatibility(String subject, Compatibility level) {
            throw new AssertionError("not asked at a start");
        }
    }
}
