package dev.orrery.schemas.jsonschema;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.dialect.BasicDialectRegistry;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.keyword.Keyword;
import com.networknt.schema.keyword.KeywordType;
import com.networknt.schema.keyword.NonValidationKeyword;
import com.networknt.schema.resource.SchemaLoader;
import com.networknt.schema.vocabulary.Vocabulary;
import java.util.List;

/** The library (json-schema-validator), set up to count all that it does. */
final class Library {

    static final String DRAFT = "https://json-schema.org/draft/2020-12/schema";

    /** By which schemas themselves are checked; it comes with the library. */
    private static final Schema OF_SCHEMAS = ofSchemas();

    private Library() {}

    static Schema metaSchema() {
        return OF_SCHEMAS;
    }

    private static Schema ofSchemas() {
        var endless = Budget.endless();
        return registry(
                        endless,
                        new Expressions(endless),
                        Keyword::newValidator,
                        SchemaLoader.getDefault())
                .getSchema(SchemaLocation.of(DRAFT));
    }

    /** For one schema, which can't load others. */
    static SchemaRegistry registry(Budget budget, Expressions expressions, Counted.Reader reader) {
        var nothing = SchemaLoader.builder().allow(_ -> false).build();
        return registry(budget, expressions, reader, nothing);
    }

    private static SchemaRegistry registry(
            Budget budget, Expressions expressions, Counted.Reader reader, SchemaLoader loader) {
        var dialect =
                Dialect.builder(DRAFT)
                        .specificationVersion(SpecificationVersion.DRAFT_2020_12)
                        .keywords(Vocabulary.DRAFT_2020_12_CORE.getKeywords())
                        .keywords(Vocabulary.DRAFT_2020_12_APPLICATOR.getKeywords())
                        .keywords(Vocabulary.DRAFT_2020_12_VALIDATION.getKeywords())
                        .keywords(Vocabulary.DRAFT_2020_12_UNEVALUATED.getKeywords())
                        .keywords(List.of(KeywordType.TRUE, KeywordType.FALSE))
                        .keyword(new NonValidationKeyword("definitions"))
                        .keywords(
                                all -> all.replaceAll((_, one) -> new Counted(one, reader, budget)))
                        .unknownKeywordFactory((_, _) -> null)
                        .build();
        var config =
                SchemaRegistryConfig.builder()
                        .regularExpressionFactory(expressions)
                        .preloadSchema(false)
                        .schemaIdValidator((_, _, _, _, _) -> true)
                        .build();
        return SchemaRegistry.builder()
                .defaultDialectId(DRAFT)
                .dialectRegistry(new BasicDialectRegistry(dialect))
                .schemaLoader(loader)
                .schemaRegistryConfig(config)
                .build();
    }
}
