package dev.orrery.flows;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Stack traces without our frames, which are no business of whoever wrote the flow. */
public final class Traces {

    private Traces() {}

    public static String text(Throwable failure) {
        // The failure is the user's, who may look at it too: it is given back as it was.
        var whole = new IdentityHashMap<Throwable, StackTraceElement[]>();
        cut(failure, whole);
        var text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        whole.forEach(Throwable::setStackTrace);
        return text.toString();
    }

    private static void cut(
            @Nullable Throwable failure, Map<Throwable, StackTraceElement[]> whole) {
        if (failure == null || whole.containsKey(failure)) {
            return;
        }
        whole.put(failure, failure.getStackTrace());
        var frames = new ArrayList<>(Arrays.asList(failure.getStackTrace()));
        // How we were called, and how we called: through reflection, from a thread of ours.
        for (int i = frames.size() - 1; i >= 0; i--) {
            boolean isLast = i == frames.size() - 1;
            if (isOurs(frames.get(i)) || (isLast && isStart(frames.get(i)))) {
                frames.remove(i);
                while (i > 0 && isReflection(frames.get(i - 1))) {
                    frames.remove(--i);
                }
            }
        }
        failure.setStackTrace(frames.toArray(StackTraceElement[]::new));
        cut(failure.getCause(), whole);
        for (var suppressed : failure.getSuppressed()) {
            cut(suppressed, whole);
        }
    }

    private static boolean isOurs(StackTraceElement frame) {
        return Place.isOurs(frame.getClassName());
    }

    private static boolean isReflection(StackTraceElement frame) {
        String type = frame.getClassName();
        return type.startsWith("java.lang.reflect.")
                || type.startsWith("jdk.internal.reflect.")
                || type.startsWith("java.lang.invoke.");
    }

    private static boolean isStart(StackTraceElement frame) {
        String type = frame.getClassName();
        return type.equals("java.lang.Thread")
                || type.startsWith("com.sun.tools.javac.launcher.")
                || isReflection(frame);
    }
}
