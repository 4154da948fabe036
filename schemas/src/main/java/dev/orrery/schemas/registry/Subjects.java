package dev.orrery.schemas.registry;

import org.apache.avro.Schema;

/** The names that schemas are registered under. */
public final class Subjects {
    private Subjects() {}

    /**
     * Confluent's TopicRecordNameStrategy: a topic holds records of several schemas, and each of
     * them evolves on its own.
     */
    public static String topicRecordName(String topic, Schema schema) {
        return topic + "-" + schema.getFullName();
    }
}
