package dev.orrery.schemas.registry;

import org.apache.avro.Schema;

/** A schema in a subject. */
public record Registration(String subject, Schema schema) {
    public static Registration topicRecordName(String topic, Schema schema) {
        return new Registration(Subjects.topicRecordName(topic, schema), schema);
    }
}
