package dev.orrery.schemas.avro;

/** Reads what was written with one schema. */
interface Reader<T> {

    T read(Input in);

    /** Of the schema that it reads. */
    String fingerprint();

    /** The reader of a schema that is of no use here: it only says why. */
    static <T> Reader<T> refusing(String sentence) {
        return new Reader<>() {
            @Override
            public T read(Input in) {
                throw new UnreadableRecord(sentence);
            }

            @Override
            public String fingerprint() {
                throw new UnreadableRecord(sentence);
            }
        };
    }
}
