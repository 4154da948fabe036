package dev.orrery.schemas.reply;

import java.util.List;

/**
 * Why a command is refused: the stable codes, each with its HTTP status. On the wire the code is
 * the name as text, so that an old reader meets a new code as text too.
 */
public enum Refusal {
    MALFORMED_BODY(400, "The body is not the JSON that is asked for"),
    INVALID_REQUEST(400, "A header or query parameter is wrong"),
    INVALID_COMMAND(422, "A field of the command is wrong"),
    PARAMETERS_INVALID(422, "The parameters do not fit the deployment's schema"),
    PARAMETERS_TOO_LARGE(413, "The parameters are larger than 512 KiB"),
    COMMAND_TOO_LARGE(413, "The command leads to an event larger than 1984 KiB"),
    DEPLOYMENT_NOT_FOUND(404, "There is no such deployment"),
    RUN_NOT_FOUND(404, "There is no such run"),
    ROLE_MISSING(403, "Whoever asks lacks the role that the command needs"),
    SIGNATURE_INVALID(403, "The signature of the command is not of a key of this cluster"),
    NOT_FOUND(404, "There is no such resource"),
    RUN_ARCHIVED(410, "The run ended long ago and can no longer be changed"),
    RUN_ENDED(409, "The run has ended"),
    RUN_NOT_ENDED(409, "The run has not ended"),
    NOT_RETRYABLE(409, "A run that completed is not tried again"),
    NOT_PAUSABLE(409, "The run can't be paused where it is"),
    NOT_PAUSED(409, "The run is not paused"),
    CONCURRENCY_LIMIT_REACHED(409, "The deployment has no slot left and skips more runs"),
    REVISION_NOT_FOUND(404, "There is no such revision, or it is no longer kept"),
    SCHEDULE_NOT_FOUND(404, "There is no such schedule"),
    BACKFILL_NOT_FOUND(404, "There is no such backfill, or it has ended"),
    TOO_MANY_EVENTS(422, "What is asked about has more events than one answer folds"),
    TOO_MANY_BACKFILLS(409, "The deployment has too many backfills under way"),
    REBUILD_UNDER_WAY(409, "The views are being rebuilt already"),
    NOT_BEING_BUILT(409, "This generation of the views is not being built"),
    NOT_QUEUED(409, "The run does not wait for a runner"),
    STALE_FENCE(409, "The lease that this report speaks of is no longer held"),
    VERSION_MISMATCH(412, "The version is not the expected one"),
    RUN_EXISTS(409, "There is another run with this id"),
    ARTIFACT_NOT_FOUND(404, "There is no such artifact"),
    ARTIFACT_UNKNOWN(422, "The code that the deployment names was never pushed"),
    ARTIFACT_MISMATCH(422, "The content is not what the artifact's id says"),
    ARTIFACT_REFUSED(422, "The archive holds what an artifact can't hold"),
    ARTIFACT_TOO_LARGE(413, "The artifact is larger than the server takes"),
    COMMAND_ID_REUSED(409, "The idempotency key was used for another command"),
    POOL_UNKNOWN(422, "There is no such work pool"),
    REPLY_ADDRESS_INVALID(422, "The reply address can't be served"),
    DEADLINE_PASSED(504, "The command was met after its deadline and was not done"),
    TIMED_OUT(504, "No answer came in time; ask again with the same idempotency key"),
    TOO_MANY_REQUESTS(429, "Too many requests wait for an answer"),
    VERIFICATION_UNDER_WAY(429, "The node verifies already, one thing at a time"),
    NOT_READY(503, "The server is not ready"),
    PEER_FAILED(503, "Another node of the cluster gave no answer that can be used"),
    INTERNAL(500, "The server made a mistake; the command was kept and nothing changed");

    private final int status;
    private final String title;

    Refusal(int status, String title) {
        this.status = status;
        this.title = title;
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** What the code means, as a sentence without a full stop. */
    public String title() {
        return title;
    }

    public Reply.Rejected because(String message) {
        return new Reply.Rejected(name(), message, null, List.of());
    }

    /**
     * @param field a JSON pointer into the command
     */
    public Reply.Rejected of(String field, String message) {
        return new Reply.Rejected(name(), message, field, List.of());
    }

    /** Where several fields are wrong, the first of them named beside the others. */
    public Reply.Rejected of(List<Reply.FieldError> errors, String message) {
        return new Reply.Rejected(name(), message, errors.getFirst().field(), errors);
    }
}
