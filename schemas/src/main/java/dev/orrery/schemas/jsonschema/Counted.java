package dev.orrery.schemas.jsonschema;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.ExecutionContext;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaContext;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.keyword.Keyword;
import com.networknt.schema.keyword.KeywordValidator;
import com.networknt.schema.path.NodePath;

/**
 * A keyword of the library that is paid for: where it is read, and each time before it is used.
 *
 * @param reader reads it, or refuses to
 * @param budget from which reading it is paid; a use is paid by the {@link Check}
 */
record Counted(Keyword keyword, Reader reader, Budget budget) implements Keyword {

    private static final int STEPS_TO_READ = 100;
    private static final int STEPS_TO_READ_A_PART = 50;

    @Override
    public String getValue() {
        return keyword.getValue();
    }

    @Override
    public KeywordValidator newValidator(
            SchemaLocation location, JsonNode value, Schema parent, SchemaContext context)
            throws Exception {
        budget.spend(STEPS_TO_READ + STEPS_TO_READ_A_PART * Weight.of(value));
        return new Use(reader.read(keyword, location, value, parent, context), own(value));
    }

    /** What the keyword itself costs at each use. */
    private long own(JsonNode value) {
        return switch (getValue()) {
            case "const", "enum", "dependentRequired" -> Weight.ofAll(value) / 4;
            // The error that it makes is counted by nobody else.
            case "oneOf" -> Weight.of(value) + 25;
            default -> Weight.of(value);
        };
    }

    interface Reader {
        KeywordValidator read(
                Keyword keyword,
                SchemaLocation location,
                JsonNode value,
                Schema parent,
                SchemaContext context)
                throws Exception;
    }

    private record Use(KeywordValidator keyword, long own) implements KeywordValidator {

        @Override
        public String getKeyword() {
            return keyword.getKeyword();
        }

        @Override
        public SchemaLocation getSchemaLocation() {
            return keyword.getSchemaLocation();
        }

        @Override
        public void validate(
                ExecutionContext context, JsonNode value, JsonNode root, NodePath place) {
            var check = (Check) context;
            check.budget().spend(1);
            if (check.isFull()) {
                return;
            }
            check.budget().spend(own + steps(value));
            check.budget().enter();
            keyword.validate(context, value, root, place);
            check.budget().leave();
        }

        private long steps(JsonNode value) {
            return switch (getKeyword()) {
                case "const", "enum" -> Weight.ofAll(value);
                case "uniqueItems" -> Weight.ofAll(value) + Weight.ofComparing(value);
                default -> Weight.of(value);
            };
        }
    }
}
