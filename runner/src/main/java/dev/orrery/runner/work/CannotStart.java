package dev.orrery.runner.work;

/**
 * The work can't begin, and the message says why to the user. An exception and not a value, because
 * a dozen places deep in the preparation can find it out and all of them lead to the one outcome.
 */
final class CannotStart extends Exception {

    CannotStart(String sentence) {
        super(sentence);
    }

    CannotStart(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
