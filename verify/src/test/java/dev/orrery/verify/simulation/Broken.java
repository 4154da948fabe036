package dev.orrery.verify.simulation;

import org.jspecify.annotations.Nullable;

/** A promise that did not hold. */
final class Broken extends RuntimeException {

    Broken(String message) {
        super(message);
    }

    // The annotation that it asks for is of a library that only the compiler has.
    @SuppressWarnings("AnnotateFormatMethod")
    static void require(boolean held, String promise, @Nullable Object... about) {
        if (!held) {
            throw new Broken(promise.formatted(about));
        }
    }
}
