package dev.orrery.verify.simulation;

import java.util.List;

/** Bugs in schedules, in what they make up for, and in backfills. */
final class CalendarMutants {

    static final List<Mutant> ALL =
            List.of(
                    new Mutant(
                            "what is too old to be made up for fires",
                            "domain/deployment/ScheduleDecider.java",
                            "Instant.MIN : due.at().minusSeconds(windowSeconds);",
                            "Instant.MIN : due.at().minusSeconds(2 * windowSeconds);"),
                    new Mutant(
                            "what can be made up for is skipped",
                            "domain/deployment/ScheduleDecider.java",
                            "Instant.MIN : due.at().minusSeconds(windowSeconds);",
                            "Instant.MIN : due.at().minusSeconds(windowSeconds / 2);"),
                    new Mutant(
                            "only the latest of all that was missed fires",
                            "domain/deployment/ScheduleDecider.java",
                            "case ALL -> eachSince(since(due, window), old, due);",
                            "case ALL -> latestSince(since(due, window), old, old, due);"),
                    new Mutant(
                            "who makes up for nothing makes up for the latest",
                            "domain/deployment/ScheduleDecider.java",
                            "latestSince(since(due, ON_TIME_SECONDS), why, why, due)",
                            "latestSince(since(due, null), why, why, due)"),
                    new Mutant(
                            "a time is skipped while there is room",
                            "domain/slot/Admission.java",
                            "                    hasRoom(limit, slots, claim, List.of())\n"
                                    + "                            ? settle",
                            "                    hasRoom(limit, slots, claim, List.of())"
                                    + " && limit < 0\n"
                                    + "                            ? settle"),
                    new Mutant(
                            "a run starts later than its jitter",
                            "domain/deployment/RunRequests.java",
                            "schedule.jitterSeconds() * 1_000L + 1",
                            "schedule.jitterSeconds() * 1_500L + 1"),
                    new Mutant(
                            "a schedule goes on after its end",
                            "domain/calendar/Timetable.java",
                            ".takeWhile(time -> end == null || !time.isAfter(end));",
                            ".takeWhile(time -> end == null"
                                    + " || !time.isAfter(end.plusSeconds(40)));"),
                    new Mutant(
                            "a schedule begins before its start",
                            "domain/calendar/Timetable.java",
                            "start != null && after.isBefore(start)",
                            "start != null && start.getNano() < 0"),
                    new Mutant(
                            "a schedule that is resumed does not start",
                            "domain/deployment/DeploymentDecider.java",
                            "        var events = new ArrayList<Event>(List.of(new"
                                    + " DeploymentResumed(live.id())));\n"
                                    + "        events.addAll(Schedules.of(live.id(),"
                                    + " live.document()).started(now));\n",
                            "        var events = new ArrayList<Event>(List.of(new"
                                    + " DeploymentResumed(live.id())));\n"),
                    new Mutant(
                            "one run more of a backfill is under way than may be",
                            "domain/deployment/BackfillDecider.java",
                            "if (going.size() >= backfill.atOnce()) {",
                            "if (going.size() > backfill.atOnce()) {"),
                    new Mutant(
                            "a backfill goes on beyond its range",
                            "domain/deployment/BackfillDecider.java",
                            ".filter(time -> !time.isAfter(backfill.to()))",
                            ".filter(time -> !time.isAfter(now))"),
                    new Mutant(
                            "a backfill is complete before its runs have ended",
                            "domain/deployment/BackfillDecider.java",
                            "return going.isEmpty()\n",
                            "return going.size() <= 1\n"),
                    new Mutant(
                            "a backfill lives on when its schedule changes",
                            "domain/deployment/BackfillDecider.java",
                            "if (now.isEmpty() || !now.equals(times(before, name))) {",
                            "if (now.isEmpty()) {"),
                    new Mutant(
                            "nobody hears that a run of a backfill has ended",
                            "processor/Liveness.java",
                            "                backfills.ended(event.run(), now);\n",
                            ""),
                    new Mutant(
                            "after a restart nobody knows the runs of a backfill",
                            "processor/Backfills.java",
                            "await(backfill.id(), backfill.underWay());",
                            "await(backfill.id(), List.of());"),
                    new Mutant(
                            "a backfill waits for runs that it has done with",
                            "processor/Backfills.java",
                            "        before.forEach(runs::remove);\n        before.clear();",
                            "        before.clear();"),
                    new Mutant(
                            "what runs once runs twice where the clock goes back",
                            "domain/calendar/CronRule.java",
                            "return fields.get(HOUR).startsWith(\"*\")",
                            "return fields.get(HOUR) != null"),
                    new Mutant(
                            "what runs every hour runs once where the clock goes back",
                            "domain/calendar/LocalTimes.java",
                            "if (offsets.size() > 1 && repeated == Repeated.EACH) {",
                            "if (offsets.size() > 2 && repeated == Repeated.EACH) {"),
                    new Mutant(
                            "a time that the clock leaves out does not come",
                            "domain/calendar/LocalTimes.java",
                            "if (!offsets.isEmpty() || repeated == Repeated.ONCE) {",
                            "if (!offsets.isEmpty()) {"),
                    new Mutant(
                            "every zone is that of the server",
                            "domain/calendar/LocalTimes.java",
                            "return ZoneId.of(name);",
                            "return ZoneId.systemDefault();"),
                    new Mutant(
                            "whoever rolls back gets another revision",
                            "domain/deployment/DeploymentDecider.java",
                            "context.document(command.revision());",
                            "context.document(command.revision() - 1);"));

    private CalendarMutants() {}
}
