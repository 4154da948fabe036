package dev.orrery.commands.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.orrery.schemas.command.RunCommand.FinishTracked;
import dev.orrery.schemas.deployment.Json;
import dev.orrery.schemas.event.FailureKind;
import dev.orrery.schemas.id.RunId;
import dev.orrery.schemas.report.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * How a run ended, as the process that executed it writes it.
 *
 * @param fence of that process
 * @param outcome how it ended
 * @param name what people read, finer than the outcome, such as TimedOut of one that failed
 * @param endedAt when, as ISO 8601 with an offset
 */
record FinishBody(
        @Nullable String fence,
        @Nullable End outcome,
        @Nullable String name,
        @Nullable String endedAt) {

    FinishTracked toCommand(RunId run) {
        return new FinishTracked(
                run,
                Fields.fence(fence, "/fence"),
                Fields.required(outcome, "/outcome").toOutcome(),
                name,
                Fields.time(Fields.required(endedAt, "/endedAt"), "/endedAt"));
    }

    /** One of the ways to end. In JSON the field {@code kind} tells which. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Completed.class, name = "completed"),
        @JsonSubTypes.Type(value = Failed.class, name = "failed"),
        @JsonSubTypes.Type(value = Crashed.class, name = "crashed"),
        @JsonSubTypes.Type(value = Cancelled.class, name = "cancelled")
    })
    sealed interface End {
        Outcome toOutcome();
    }

    /** It ended well. */
    record Completed(@Nullable Json result) implements End {
        @Override
        public Outcome toOutcome() {
            return new Outcome.Completed(result);
        }
    }

    /** It ended badly, by its own word. */
    record Failed(@JsonProperty(required = true) String message, @Nullable Integer exitCode)
            implements End {
        @Override
        public Outcome toOutcome() {
            return new Outcome.Failed(
                    FailureKind.EXIT_CODE, exitCode, Fields.required(message, "/outcome/message"));
        }
    }

    /** It ended with nobody to say how. */
    record Crashed(@JsonProperty(required = true) String message) implements End {
        @Override
        public Outcome toOutcome() {
            return new Outcome.Crashed(Fields.required(message, "/outcome/message"));
        }
    }

    /** Somebody stopped it. */
    record Cancelled(@JsonProperty(required = true) String message) implements End {
        @Override
        public Outcome toOutcome() {
            return new Outcome.Cancelled(Fields.required(message, "/outcome/message"));
        }
    }
}
