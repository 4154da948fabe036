package dev.orrery.schemas.jsonschema;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaException;
import dev.orrery.schemas.deployment.Json;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A JSON Schema of draft 2020-12, with {@code format} as a remark. Nothing is fetched; a check that
 * would take too long, or go too deep, says so and is not done. All that is asked of one object is
 * paid from one budget, so that many small checks are no more than one large one.
 */
public final class JsonSchema {

    private final Json text;
    private final Budget budget = new Budget();
    private @Nullable Schema compiled;

    public JsonSchema(Json text) {
        this.text = text;
    }

    /** What is wrong with the schema itself, at most 20 places. */
    public List<Misfit> faults() {
        return told(() -> {
            var schema = Tree.of(text);
            if (!isOfDraft(schema)) {
                return List.of(
                        new Misfit(
                                "/$schema",
                                "A schema is of draft 2020-12: " + Library.DRAFT + "."));
            }
            var faults = Check.of(Library.metaSchema(), schema, budget);
            if (faults.isEmpty()) {
                compiled = Compilation.of(schema, budget);
            }
            return faults;
        });
    }

    /** What of a value does not fit, at most 20 places; none where it fits. */
    public List<Misfit> misfits(Json value) {
        return told(() -> {
            if (compiled == null) {
                compiled = Compilation.of(Tree.of(text), budget);
            }
            return Check.of(compiled, Tree.of(value), budget);
        });
    }

    private static boolean isOfDraft(JsonNode schema) {
        var draft = schema.path("$schema").asText(Library.DRAFT);
        return draft.equals(Library.DRAFT) || draft.equals(Library.DRAFT + "#");
    }

    private List<Misfit> told(Supplier<List<Misfit>> check) {
        try {
            return check.get();
        } catch (Uncheckable uncheckable) {
            budget.surface();
            return List.of(uncheckable.misfit());
        } catch (SchemaException unusable) {
            budget.surface();
            return List.of(Misfit.of("", "The schema can't be used: " + unusable.getMessage()));
        }
    }
}
