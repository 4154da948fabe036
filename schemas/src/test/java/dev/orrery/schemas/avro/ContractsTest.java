package dev.orrery.schemas.avro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.schemas.event.RunEvent.RunLeased;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ContractsTest {

    static Stream<Contract> contracts() {
        return Contracts.all().stream();
    }

    @Test
    void every_contract_has_a_schema_of_its_own() {
        assertThat(contracts().map(Contract::fingerprint)).isNotEmpty().doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("contracts")
    void a_schema_file_agrees_with_the_components_of_its_record(Contract contract) {
        var derived = new Derivation().root(contract.type());

        assertThat(canonical(contract.schema())).isEqualTo(canonical(derived));
    }

    @ParameterizedTest
    @MethodSource("contracts")
    void a_schema_documents_every_field(Contract contract) {
        var undocumented = new ArrayList<String>();
        collectUndocumented(contract.schema(), undocumented);

        assertThat(undocumented).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("contracts")
    void a_schema_can_be_registered_alone(Contract contract) {
        var text = contract.schema().toString();

        assertThat(new Schema.Parser().parse(text)).isEqualTo(contract.schema());
    }

    @Test
    void a_schema_that_does_not_fit_its_record_is_named_with_it() {
        var schema =
                """
                {"type": "record", "name": "RunLeased", "namespace": "dev.orrery.event", "fields": [
                  {"name": "run", "type": {"type": "string", "logicalType": "uuid"}},
                  {"name": "attempt", "type": "long"},
                  {"name": "runner", "type": "string"},
                  {"name": "fence", "type": {"type": "string", "logicalType": "uuid"}}]}\
                """;

        assertThatThrownBy(() -> Binary.of(RunLeased.class, new Schema.Parser().parse(schema)))
                .hasMessage("RunLeased.attempt is a int in Java, and in Avro \"long\"");
    }

    @Test
    void a_schema_without_a_field_for_a_component_is_named_with_it() {
        var schema =
                """
                {"type": "record", "name": "RunLeased", "namespace": "dev.orrery.event", "fields": [
                  {"name": "run", "type": {"type": "string", "logicalType": "uuid"}}]}\
                """;

        assertThatThrownBy(() -> Binary.of(RunLeased.class, new Schema.Parser().parse(schema)))
                .hasMessageContaining(RunLeased.class.getName())
                .hasMessageContaining("components [run, attempt, runner, fence]")
                .hasMessageContaining("dev.orrery.event.RunLeased the fields [run]");
    }

    private static String canonical(Schema schema) {
        return SchemaNormalization.toParsingForm(schema);
    }

    private static void collectUndocumented(Schema schema, List<String> undocumented) {
        switch (schema.getType()) {
            case RECORD -> {
                if (isBlank(schema.getDoc())) {
                    undocumented.add(schema.getFullName());
                }
                for (var field : schema.getFields()) {
                    if (isBlank(field.doc())) {
                        undocumented.add(schema.getFullName() + "." + field.name());
                    }
                    collectUndocumented(field.schema(), undocumented);
                }
            }
            case ENUM -> {
                if (isBlank(schema.getDoc()) || schema.getEnumDefault() == null) {
                    undocumented.add(schema.getFullName());
                }
            }
            case ARRAY -> collectUndocumented(schema.getElementType(), undocumented);
            case UNION ->
                    schema.getTypes().forEach(type -> collectUndocumented(type, undocumented));
            default -> {}
        }
    }

    private static boolean isBlank(@Nullable String doc) {
        return doc == null || doc.isBlank();
    }
}
