package dev.orrery.schemas.deployment;

/**
 * Where a run runs. Open by design: a type is a name that runners know, its settings are theirs.
 *
 * @param type {@code process}; others come with their runners
 * @param settings a JSON object
 */
public record Infrastructure(String type, Json settings) {

    public static final Infrastructure PROCESS = new Infrastructure("process", Json.EMPTY_OBJECT);
}
