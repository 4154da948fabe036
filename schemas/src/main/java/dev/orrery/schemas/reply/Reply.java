package dev.orrery.schemas.reply;

import dev.orrery.schemas.event.RunSpecification;
import dev.orrery.schemas.id.DeploymentId;
import dev.orrery.schemas.id.RunId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The answer to a command or a report. */
public sealed interface Reply {

    /**
     * It was done, or was so already.
     *
     * @param effect what it did
     * @param subject the aggregate that it concerned or made
     * @param version of that aggregate after it
     * @param partition where the events are
     * @param sequence of the last event that it led to, or of the partition's last where none
     * @param changed the names of the fields of a document that differ from those before
     */
    record Accepted(
            Effect effect,
            UUID subject,
            long version,
            int partition,
            long sequence,
            List<String> changed)
            implements Reply {
        public Accepted {
            changed = List.copyOf(changed);
        }

        /** Where it was no document that changed. */
        public Accepted(Effect effect, UUID subject, long version, int partition, long sequence) {
            this(effect, subject, version, partition, sequence, List.of());
        }
    }

    /**
     * It was refused; nothing changed.
     *
     * @param code stable, see {@link Refusal}
     * @param message what was wrong and what to do, as a sentence for people
     * @param field the field of the command that was wrong, as a JSON pointer; of several, the
     *     first
     * @param errors each field that was wrong, where several can be
     */
    record Rejected(String code, String message, @Nullable String field, List<FieldError> errors)
            implements Reply {
        public Rejected {
            errors = List.copyOf(errors);
        }
    }

    /**
     * What is wrong with a field.
     *
     * @param field a JSON pointer into the command
     * @param message what was wrong and what to do, as a sentence for people
     */
    record FieldError(String field, String message) {}

    /**
     * The runner holds the run.
     *
     * @param run its id
     * @param deployment whose run it is
     * @param flow the name of the flow
     * @param attempt the number of the attempt, from 1
     * @param scheduledTime the time that the run is for: its nominal time, or when it should start;
     *     the same for all attempts
     * @param leaseMillis how long the lease holds, counted from when it was asked for
     * @param specification everything that the run needs
     */
    record Leased(
            RunId run,
            DeploymentId deployment,
            String flow,
            int attempt,
            Instant scheduledTime,
            int leaseMillis,
            RunSpecification specification)
            implements Reply {}
}
