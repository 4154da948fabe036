package dev.orrery.schemas.artifact;

import dev.orrery.schemas.reply.Refusal;

/** An archive that is no artifact. A refusal and not a fault: it has no stack trace. */
public final class BadArtifact extends Exception {

    private static final long serialVersionUID = 1;

    private final Refusal refusal;

    BadArtifact(Refusal refusal, String message) {
        super(message, null, false, false);
        this.refusal = refusal;
    }

    public Refusal refusal() {
        return refusal;
    }

    public String message() {
        return String.valueOf(getMessage());
    }
}
