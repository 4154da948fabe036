package dev.orrery.runner.work.s3;

import java.io.Serial;

/** A store that refused or was not reached; the message is one sentence that says why. */
public final class S3Failure extends Exception {

    @Serial private static final long serialVersionUID = 1;

    S3Failure(String sentence) {
        super(sentence);
    }

    S3Failure(String sentence, Throwable cause) {
        super(sentence, cause);
    }

    public String sentence() {
        return String.valueOf(getMessage());
    }
}
