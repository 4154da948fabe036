package dev.orrery.audit.replay;

import dev.orrery.schemas.envelope.RecordedEvent;
import dev.orrery.schemas.id.DeploymentId;
import java.util.Locale;
import java.util.UUID;

/**
 * What somebody asks about.
 *
 * @param id of a deployment, a run or a schedule
 */
public record Subject(UUID id) {

    /**
     * Reads an id, or the {@code flow/name} of a deployment.
     *
     * @throws IllegalArgumentException when it is neither
     */
    public static Subject parse(String text) {
        int slash = text.indexOf('/');
        if (slash > 0 && slash == text.lastIndexOf('/') && slash < text.length() - 1) {
            var flow = text.substring(0, slash);
            return new Subject(DeploymentId.of(flow, text.substring(slash + 1)).value());
        }
        try {
            var id = UUID.fromString(text);
            // Java also takes 1-1-1-1-1, which nobody means.
            if (id.toString().equals(text.toLowerCase(Locale.ROOT))) {
                return new Subject(id);
            }
        } catch (IllegalArgumentException malformed) {
            // Said below, in our words.
        }
        throw new IllegalArgumentException(
                "'" + text + "' is neither an id (a UUID) nor the flow/name of a deployment");
    }

    public boolean isOf(RecordedEvent recorded) {
        return recorded.header().subject().equals(id);
    }

    @Override
    public String toString() {
        return id.toString();
    }
}
