package dev.orrery.flows;

import dev.orrery.flows.json.Json;
import dev.orrery.flows.type.ToJson;
import dev.orrery.flows.type.Unfit;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** When a deployment runs by itself. */
public final class Schedule {

    private final Json.Obj document;

    private Schedule(Json.Obj document) {
        this.document = document;
    }

    /** Every so often, counted from the Unix epoch. */
    public static Schedule every(Duration interval) {
        return new Schedule(Json.object("interval", seconds(interval)));
    }

    /** Every so often, counted from a time, past or future. */
    public static Schedule every(Duration interval, Instant anchor) {
        return new Schedule(
                Json.object("interval", seconds(interval).with("anchor", anchor.toString())));
    }

    /**
     * Every so often, counted from the start of 2020 in a time zone. Of a day or more it is by the
     * clock on the wall there, also after the clocks have changed.
     */
    public static Schedule every(Duration interval, ZoneId zone) {
        return new Schedule(
                Json.object("interval", seconds(interval).with("timezone", zone.getId())));
    }

    /** Every so often in a time zone, counted from a time, past or future. */
    public static Schedule every(Duration interval, ZoneId zone, Instant anchor) {
        return new Schedule(
                Json.object(
                        "interval",
                        seconds(interval)
                                .with("anchor", anchor.toString())
                                .with("timezone", zone.getId())));
    }

    /** As the fields of a crontab say, in UTC. */
    public static Schedule cron(String expression) {
        return new Schedule(Json.object("cron", Json.object("expression", expression)));
    }

    public static Schedule cron(String expression, ZoneId zone) {
        return new Schedule(
                Json.object(
                        "cron",
                        Json.object("expression", expression).with("timezone", zone.getId())));
    }

    /** As a recurrence rule of RFC 5545 says, such as {@code FREQ=WEEKLY;BYDAY=MO}, in UTC. */
    public static Schedule rrule(String rule) {
        return new Schedule(Json.object("rrule", Json.object("rule", rule)));
    }

    /**
     * @param start the first time that can be, from which the rest is counted
     */
    public static Schedule rrule(String rule, ZoneId zone, @Nullable Instant start) {
        var rrule = Json.object("rule", rule).with("timezone", zone.getId());
        return new Schedule(
                Json.object(
                        "rrule", start == null ? rrule : rrule.with("start", start.toString())));
    }

    /** With a name, unique in its deployment; by default schedule, schedule-2 and so on. */
    public Schedule named(String name) {
        return new Schedule(document.with("name", name));
    }

    /** With parameters that are laid over the deployment's. */
    public Schedule withParameters(Map<String, ?> parameters) {
        return new Schedule(document.with("parameters", json(parameters, "parameters")));
    }

    /** From a time on: nominal times before it do not count. */
    public Schedule from(Instant start) {
        return new Schedule(document.with("start", start.toString()));
    }

    /** Until a time: nominal times after it do not count. */
    public Schedule until(Instant end) {
        return new Schedule(document.with("end", end.toString()));
    }

    /** With runs that start after their nominal times, by so much at most. Whole seconds. */
    public Schedule withJitter(Duration most) {
        return new Schedule(
                document.with("jitterSeconds", Json.of(wholeSeconds(most, "A jitter"))));
    }

    /** With what becomes of nominal times that were missed, however long ago. */
    public Schedule catchingUp(CatchUp policy) {
        return new Schedule(document.with("catchUp", Json.object("policy", policy.written())));
    }

    /**
     * @param window older ones never run
     */
    public Schedule catchingUp(CatchUp policy, Duration window) {
        var seconds = Json.of(wholeSeconds(window, "A window"));
        return new Schedule(
                document.with(
                        "catchUp",
                        Json.object("policy", policy.written()).with("windowSeconds", seconds)));
    }

    /** One that does not fire as long as the document says so; no resuming lets it. */
    public Schedule inactive() {
        return new Schedule(document.with("active", Json.of(false)));
    }

    Json.Obj document(Set<String> taken, int position) {
        if (document.get("name") != null) {
            return document;
        }
        String name = position == 0 ? "schedule" : "schedule-" + (position + 1);
        if (taken.contains(name)) {
            throw new SpecException(
                    "Two schedules are named '" + name + "': name one of them otherwise.");
        }
        return document.with("name", name);
    }

    static Json json(Object value, String key) {
        try {
            return ToJson.of(value, key);
        } catch (Unfit wrong) {
            throw new SpecException(String.valueOf(wrong.getMessage()));
        }
    }

    private static Json.Obj seconds(Duration interval) {
        return Json.object("seconds", Json.of(wholeSeconds(interval, "An interval")));
    }

    static long wholeSeconds(Duration duration, String what) {
        long seconds = duration.toSeconds();
        if (seconds < 1 || !duration.equals(Duration.ofSeconds(seconds))) {
            throw new SpecException(
                    what + " has whole seconds, 1 or more, and not " + duration + ".");
        }
        return seconds;
    }
}
