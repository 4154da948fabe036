package dev.orrery.cli.spec;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.orrery.cli.http.Json;

/**
 * An entrypoint as people write it: {@code flow.py:function}, {@code HelloFlow.java:method}, {@code
 * flows.jar:package.Class#method}.
 */
final class EntrypointText {

    private EntrypointText() {}

    /**
     * @throws IllegalArgumentException with a sentence, when it is none
     */
    static ObjectNode parse(String text) {
        int colon = text.lastIndexOf(':');
        var path = colon < 0 ? text : text.substring(0, colon);
        var member = colon < 0 ? "" : text.substring(colon + 1);
        if (path.endsWith(".py")) {
            return python(path, member);
        }
        if (path.endsWith(".java") || path.endsWith(".jar") || isFolder(path)) {
            return java(path, member);
        }
        throw new IllegalArgumentException(
                "'"
                        + text
                        + "' is no entrypoint: write flow.py:function, HelloFlow.java:method or"
                        + " flows.jar:package.Class#method.");
    }

    private static ObjectNode python(String path, String function) {
        if (function.isEmpty()) {
            throw new IllegalArgumentException(
                    "'" + path + "' names no function; write " + path + ":FUNCTION.");
        }
        return Json.object().put("kind", "python").put("path", path).put("function", function);
    }

    private static ObjectNode java(String path, String member) {
        var entrypoint = Json.object().put("kind", "java").put("path", path);
        int sign = member.indexOf('#');
        if (sign >= 0) {
            return entrypoint
                    .put("mainClass", member.substring(0, sign))
                    .put("method", member.substring(sign + 1));
        }
        if (!member.isEmpty()) {
            entrypoint.put(path.endsWith(".java") ? "method" : "mainClass", member);
        }
        return entrypoint;
    }

    private static boolean isFolder(String path) {
        return path.endsWith("/") || path.equals(".");
    }
}
