package dev.orrery.flows;

import org.jspecify.annotations.Nullable;

/**
 * Where in the user's code something was written.
 *
 * @param type the name of the class
 * @param line from 1; 0 where it is not known
 */
public record Place(String type, int line) {

    private static final String OURS = Place.class.getPackageName();

    /** The line of the user's that led here. */
    static Place ofCaller() {
        return StackWalker.getInstance()
                .walk(frames ->
                        frames.filter(frame -> !isOurs(frame.getClassName()))
                                .findFirst()
                                .map(f -> new Place(f.getClassName(), f.getLineNumber()))
                                .orElse(new Place("", 0)));
    }

    /** The first line of the user's in a stack trace. */
    public static @Nullable Place of(Throwable failure) {
        for (var frame : failure.getStackTrace()) {
            if (!isOurs(frame.getClassName()) && !isJava(frame)) {
                return new Place(frame.getClassName(), Math.max(0, frame.getLineNumber()));
            }
        }
        return null;
    }

    /** Whether a class is of this kit; whoever reads an error looks for their own line. */
    public static boolean isOurs(String type) {
        return type.startsWith(OURS + ".") && !type.endsWith("Test") && !type.contains("Test$");
    }

    private static boolean isJava(StackTraceElement frame) {
        return frame.getModuleName() != null && frame.getModuleName().startsWith("j");
    }
}
