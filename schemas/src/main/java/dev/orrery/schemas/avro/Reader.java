package dev.orrery.schemas.avro;

/** Reads what was written with one schema. */
@FunctionalInterface
interface Reader<T> {

    T read(Input in);

    /** The reader of a schema that is of no use here: it only says why. */
    static <T> Reader<T> refusing(String sentence) {
        return _ -> {
            throw new UnreadableRecord(sentence);
        };
    }
}
