package dev.orrery.schemas.id;

/**
 * The id of an aggregate that owns others and gives them its partition, or of one that nobody owns.
 * Its text is the key of every command and event that concerns it.
 */
public sealed interface RootId extends AggregateId permits DeploymentId, RunId, ViewsId {

    /** The key of records on Kafka: the UUID in lower case with hyphens. */
    default String key() {
        return value().toString();
    }
}
