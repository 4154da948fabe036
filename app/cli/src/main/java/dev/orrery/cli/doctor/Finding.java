package dev.orrery.cli.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import dev.orrery.cli.http.Json;
import java.util.Locale;

/**
 * One thing that was looked at.
 *
 * @param of what it is about
 * @param level how bad it is
 * @param told what was found, and what to do where it is not well
 */
record Finding(String of, Level level, String told) {

    /** How bad. */
    enum Level {
        OK,
        WARN,
        FAIL
    }

    static Finding ok(String of, String told) {
        return new Finding(of, Level.OK, told);
    }

    static Finding warn(String of, String told) {
        return new Finding(of, Level.WARN, told);
    }

    static Finding fail(String of, String told) {
        return new Finding(of, Level.FAIL, told);
    }

    JsonNode tree() {
        return Json.object()
                .put("check", of)
                .put("level", level.name().toLowerCase(Locale.ROOT))
                .put("told", told);
    }
}
