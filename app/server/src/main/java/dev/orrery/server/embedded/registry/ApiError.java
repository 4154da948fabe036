package dev.orrery.server.embedded.registry;

/**
 * An answer that is not 2xx, with Confluent's code. Thrown, and not returned as the values that
 * refusals are elsewhere, since nothing here decides on it: it goes straight to the client.
 */
final class ApiError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final int code;
    private final String sentence;

    /**
     * @param code starts with the digits of the status, as Confluent's do
     */
    ApiError(int code, String sentence) {
        super(sentence, null, false, false);
        this.status = code < 1000 ? code : code / 100;
        this.code = code;
        this.sentence = sentence;
    }

    int status() {
        return status;
    }

    int code() {
        return code;
    }

    String sentence() {
        return sentence;
    }

    static ApiError noSubject(String subject) {
        return new ApiError(40401, "Subject '" + subject + "' not found.");
    }

    static ApiError noVersion(String version) {
        return new ApiError(40402, "Version " + version + " not found.");
    }

    static ApiError noSchema() {
        return new ApiError(40403, "Schema not found.");
    }
}
