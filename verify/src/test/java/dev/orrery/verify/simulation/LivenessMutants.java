package dev.orrery.verify.simulation;

import java.util.List;

/** Bugs in what keeps things going: timers, leases, announcements, the index of slots. */
final class LivenessMutants {

    static final List<Mutant> ALL =
            List.of(
                    new Mutant(
                            "a marker of an earlier life of the writer ends a lease",
                            "processor/Leases.java",
                            """
                            watch != null
                                            && watch.marked
                                            && watch.marker == marker
                            """,
                            "watch != null\n"),
                    new Mutant(
                            "a marker that was set before the last ends a lease",
                            "processor/Leases.java",
                            "                && watch.marker == marker\n",
                            ""),
                    new Mutant(
                            "a renewal before the marker saves no lease",
                            "processor/Leases.java",
                            "        extend(watch);\n" + "        watch.marked = false;",
                            "        extend(watch);"),
                    new Mutant(
                            "markers of leases are ignored",
                            "processor/ReportDesk.java",
                            "if (leases.isLost(h.run(), h.fence(), h.number())) {",
                            "if (leases.isLost(h.run(), h.fence(), h.number())"
                                    + " && clock < 0) {"),
                    new Mutant(
                            "a lease is half as long for the processor",
                            "processor/Leases.java",
                            "nanos.getAsLong() + leaseMillis * NANOS_PER_MILLI",
                            "nanos.getAsLong() + leaseMillis * NANOS_PER_MILLI / 2"),
                    new Mutant(
                            "no renewal counts",
                            "processor/ReportDesk.java",
                            "case LeaseRenewed h -> holders.renew(h, clock);",
                            "case LeaseRenewed _ -> {}"),
                    new Mutant(
                            "every runner that starts gives up all leases",
                            "processor/Leases.java",
                            "held.lease().runner().isAnotherLifeOf(runner)",
                            "held.lease().attempt() > 0"),
                    new Mutant(
                            "after a restart no lease is watched",
                            "processor/Liveness.java",
                            "case Run.Held held -> holders.watch(held, now);",
                            "case Run.Held _ -> {}"),
                    new Mutant(
                            "after a restart no schedule has a timer",
                            "processor/Liveness.java",
                            "state.eachSchedule(schedule -> await(schedule, now));",
                            "state.eachSchedule(_ -> {});"),
                    new Mutant(
                            "after a restart no run is announced",
                            "processor/Liveness.java",
                            "case Run.Queued queued -> announceSoon(queued, now);",
                            "case Run.Queued _ -> {}"),
                    new Mutant(
                            "after a restart a late run is not announced",
                            "processor/Liveness.java",
                            "case Run.Late late -> announceSoon(late, now);",
                            "case Run.Late _ -> {}"),
                    new Mutant(
                            "a run is announced once and never again",
                            "processor/Liveness.java",
                            "        long again = announceAgainMillis << Math.min(times, 20);\n",
                            "        if (times >= 0) {\n"
                                    + "            return;\n"
                                    + "        }\n"
                                    + "        long again = announceAgainMillis <<"
                                    + " Math.min(times, 20);\n"),
                    new Mutant(
                            "a run that was given back is not announced",
                            "processor/Liveness.java",
                            "                    announceReturned(waiting, now);\n",
                            ""),
                    new Mutant(
                            "a run whose host is away is forgotten",
                            "processor/Announcing.java",
                            "presence.await(run.id(), pool, host);",
                            "presence.forget(run.id());"),
                    new Mutant(
                            "a run is late at once",
                            "processor/Liveness.java",
                            "timers.set(readyMillis + lateAfterMillis,",
                            "timers.set(readyMillis,"),
                    new Mutant(
                            "the start of a run is not folded into the state",
                            "processor/Applier.java",
                            "                state.put(e.run(), new Stored.OfRun(header.version(),"
                                    + " sequence, after));",
                            "                if (!header.actor().startsWith(\"runner:\") ||"
                                    + " header.version() != 3) {\n"
                                    + "                    state.put(e.run(), new"
                                    + " Stored.OfRun(header.version(), sequence, after));\n"
                                    + "                }"),
                    new Mutant(
                            "time goes back with the clock",
                            "processor/Appender.java",
                            "return clock.isBefore(last) ? last : clock;",
                            "return clock;"),
                    new Mutant(
                            "the hash of the last event is not kept",
                            "processor/Appender.java",
                            "        var previous = end.hash();",
                            "        var previous = sequence == 0 ? end.hash() :"
                                    + " dev.orrery.schemas.envelope.EventHash.NONE;"),
                    new Mutant(
                            "a run that ended is forgotten at once",
                            "processor/EndedRuns.java",
                            "Long.MIN_VALUE : first.at().plus(kept).toEpochMilli();",
                            "Long.MIN_VALUE : first.at().toEpochMilli();"),
                    new Mutant(
                            "an attempt that is to come has no timer",
                            "processor/Liveness.java",
                            """
                                        case RunRetryScheduled _ -> {
                                            holders.end(event.run());
                                            awaitRunner(run, now);
                            """,
                            """
                                        case RunRetryScheduled _ -> {
                                            holders.end(event.run());
                            """),
                    new Mutant(
                            "after a restart an attempt that is to come has no timer",
                            "processor/Liveness.java",
                            "case Run.Queued queued -> announceSoon(queued, now);",
                            "case Run.Queued queued when queued.attempt() > 1 -> {}\n"
                                    + "            case Run.Queued queued ->"
                                    + " announceSoon(queued, now);"),
                    new Mutant(
                            "a run that is resumed has no timer",
                            "processor/Liveness.java",
                            "case Run.Waiting _ -> awaitRunner(run, now);",
                            "case Run.Waiting _ -> {}"),
                    new Mutant(
                            "the slot of a run that ended leaks",
                            "processor/Applier.java",
                            "            case Run.Dispatched dispatched -> state.note(dispatched);",
                            "            case Run.Ended _ -> {}\n"
                                    + "            case Run.Dispatched dispatched ->"
                                    + " state.note(dispatched);"),
                    new Mutant(
                            "a slot that is free calls nobody",
                            "processor/Queues.java",
                            "if (state.slots().of(deployment).count(Stage.AWAITING) > 0) {",
                            "if (state.slots().of(deployment).count(Stage.AWAITING) > 1_000) {"),
                    new Mutant(
                            "a restart loses the slots",
                            "processor/Liveness.java",
                            "                    state.note(dispatched);\n",
                            ""),
                    new Mutant(
                            "after a restart nobody is called for a slot",
                            "processor/Queues.java",
                            "        state.slots().deployments().forEach(deployment ->"
                                    + " call(deployment, now));\n",
                            ""),
                    new Mutant(
                            "a run that waits lives on without its deployment",
                            "processor/Queues.java",
                            "return state.slots().orphan(id, deployment).or(() -> first(id,"
                                    + " deployment));",
                            "return first(id, deployment);"),
                    new Mutant(
                            "the timers of a run that ended stay",
                            "processor/Liveness.java",
                            "                timers.drop(event.run());\n"
                                    + "                announcing.forget(event.run());",
                            "                announcing.forget(event.run());"),
                    new Mutant(
                            "a run that ended for the second time is never forgotten",
                            "processor/Liveness.java",
                            "                switch (run) {\n"
                                    + "                    case Run.Ended ended ->",
                            "                switch (run) {\n"
                                    + "                    case Run.Ended ended when"
                                    + " ended.ticket().attempt() > 1 -> {}\n"
                                    + "                    case Run.Ended ended ->"),
                    new Mutant(
                            "those that ended are not counted",
                            "processor/EndedRuns.java",
                            "return oldest.size() > max ?",
                            "return oldest.size() > 1_000 * max ?"),
                    new Mutant(
                            "a run for later is announced late",
                            "processor/Liveness.java",
                            "            timers.set(ready, new Announce(run.id(), version(run),"
                                    + " times));",
                            "            timers.set(ready + 12_000, new Announce(run.id(),"
                                    + " version(run), times));"),
                    new Mutant(
                            "where there is a limit a run for later is announced late",
                            "processor/Liveness.java",
                            "                    timers.set(ready, new Announce(run.id(),"
                                    + " version(run), 0));\n"
                                    + "                }",
                            "                    timers.set(ready + 12_000, new Announce(run.id(),"
                                    + " version(run), 0));\n"
                                    + "                }"));

    private LivenessMutants() {}
}
