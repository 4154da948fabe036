package dev.orrery.schemas.registry;

import org.jspecify.annotations.Nullable;

/** The registry did not do what it was asked. */
public final class RegistryException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What the caller can make of it. */
    public enum Kind {
        /** Nobody answered, or only "not now" (429, 5xx), in all tries: later may be different. */
        UNREACHABLE,
        /** The registry said no: asking again gets the same answer. */
        REFUSED,
        /** The answer is not of the API, or names a schema that is not plain Avro. */
        UNREADABLE
    }

    private final Kind kind;
    private final int httpStatus;
    private final int errorCode;

    private RegistryException(
            Kind kind, int httpStatus, int errorCode, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
        this.httpStatus = httpStatus;
        this.errorCode = errorCode;
    }

    static RegistryException unreachable(String message, @Nullable Throwable cause) {
        return new RegistryException(Kind.UNREACHABLE, 0, 0, message, cause);
    }

    public static RegistryException unavailable(int httpStatus, int errorCode, String message) {
        return new RegistryException(Kind.UNREACHABLE, httpStatus, errorCode, message, null);
    }

    public static RegistryException refused(int httpStatus, int errorCode, String message) {
        return new RegistryException(Kind.REFUSED, httpStatus, errorCode, message, null);
    }

    static RegistryException unreadable(String message, @Nullable Throwable cause) {
        return new RegistryException(Kind.UNREADABLE, 0, 0, message, cause);
    }

    public Kind kind() {
        return kind;
    }

    /** 0 if there was no answer. */
    public int httpStatus() {
        return httpStatus;
    }

    /** The registry's own code, such as 40403 for an unknown schema; 0 if it gave none. */
    public int errorCode() {
        return errorCode;
    }
}
