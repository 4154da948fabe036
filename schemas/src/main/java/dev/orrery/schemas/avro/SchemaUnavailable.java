package dev.orrery.schemas.avro;

/**
 * A schema that may exist could not be asked for, because the registry does not answer. Not the
 * record's fault: it must be read again later, and never be put away as unreadable.
 */
public final class SchemaUnavailable extends RuntimeException {

    private static final long serialVersionUID = 1;

    /**
     * @param sentence which schema, for people
     * @param cause why the registry did not answer
     */
    public SchemaUnavailable(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
