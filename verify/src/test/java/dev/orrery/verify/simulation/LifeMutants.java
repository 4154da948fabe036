package dev.orrery.verify.simulation;

import java.util.List;

/** Bugs in attempts, time-outs and pauses, and in runs that are reported or done again. */
final class LifeMutants {

    static final List<Mutant> ALL =
            List.of(
                    new Mutant(
                            "the next attempt is due at once",
                            "domain/run/Retries.java",
                            "var due = now.plus(delay(policy, run.id(), attempt));",
                            "var due = now;"),
                    new Mutant(
                            "a delay is lengthened by more than its jitter",
                            "domain/run/Retries.java",
                            "long most = millis * policy.jitterPercent() / PERCENT;",
                            "long most = millis * (policy.jitterPercent() + 100) / PERCENT;"),
                    new Mutant(
                            "each delay is the first",
                            "domain/run/Retries.java",
                            "seconds.get(Math.min(attempt, seconds.size()) - 1)",
                            "seconds.getFirst()"),
                    new Mutant(
                            "what should be tried again is not",
                            "domain/run/Retries.java",
                            "failure.attempt() < policy.attempts()",
                            "failure.attempt() < policy.attempts() - 1"),
                    new Mutant(
                            "an attempt that nobody held counts",
                            "domain/run/EndedRuns.java",
                            "run.ticket().attempt(), now, null",
                            "run.ticket().attempt() + 1, now, null"),
                    new Mutant(
                            "an attempt whose lease was lost does not count",
                            "domain/run/Run.java",
                            "ticket.next(ticket.attempt() + 1, at, null)",
                            "ticket.next(ticket.attempt(), at, null)"),
                    new Mutant(
                            "a queue time-out never rings",
                            "processor/Liveness.java",
                            "        if (until != null) {",
                            "        if (until != null && until.getNano() < 0) {"),
                    new Mutant(
                            "after a restart what awaits a slot does not time out",
                            "processor/Liveness.java",
                            "case Run.AwaitingSlot waiting ->\n"
                                    + "                    checkQueueTimeout(waiting, now +"
                                    + " RUNNERS_COME_BACK_MILLIS);",
                            "case Run.AwaitingSlot _ -> {}"),
                    new Mutant(
                            "a paused run times out of its queue",
                            "domain/run/WaitingRuns.java",
                            """
                            case Suspended _ -> unchanged();
                                    };
                                }

                                private static Decision waitedTooLong\
                            """,
                            """
                            case Suspended _ -> waitedTooLong(run, "Nobody resumed it");
                                    };
                                }

                                private static Decision waitedTooLong\
                            """),
                    new Mutant(
                            "what runs for too long goes on",
                            "processor/Clockwork.java",
                            "            act(run, new RunAction.CheckTimeout(timeoutGrace), now);",
                            "            now++;"),
                    new Mutant(
                            "what runs for too long has no grace",
                            "domain/run/HeldRuns.java",
                            "running.since().plusSeconds(seconds).plus(grace).isAfter(now)",
                            "running.since().plusSeconds(seconds).isAfter(now)"),
                    new Mutant(
                            "the time-out of a paused run goes on",
                            "domain/run/Run.java",
                            "at.minusMillis(paused.ranMillis())",
                            "at.minusMillis(paused.ranMillis() + 40_000)"),
                    new Mutant(
                            "a runner that missed to go on is not told again",
                            "processor/Holders.java",
                            "case Run.Running _ when heard == Pace.STANDS_STILL ->"
                                    + " resume(held, now);",
                            "case Run.Running _ when heard == Pace.STANDS_STILL -> {}"),
                    new Mutant(
                            "a runner that missed to end the work is not told again",
                            "processor/Holders.java",
                            "case Run.Cancelling _ -> cancel(held, now);",
                            "case Run.Cancelling _ -> {}"),
                    new Mutant(
                            "a rerun takes no slot",
                            "domain/run/Reruns.java",
                            "return RunRequests.entered(live, context.slots(), requested,"
                                    + " rerun.asked().at());",
                            "return Decision.accept(requested);"),
                    new Mutant(
                            "a rerun is for another time",
                            "domain/run/Reruns.java",
                            "RunCause.rerun(run.id(), context.nominal())",
                            "RunCause.rerun(run.id(), null)"),
                    new Mutant(
                            "a rerun loses its parameters",
                            "domain/run/Reruns.java",
                            ": work.with(live.document().parameters()"
                                    + ".overlaidWith(parameters)),",
                            ": work,"),
                    new Mutant(
                            "any process changes a run that is reported",
                            "domain/run/TrackedRuns.java",
                            "case Change change when"
                                    + " change.command().fence().equals(run.fence()) ->",
                            "case Change change when change.command().fence() != null ->"),
                    new Mutant(
                            "any process ends a run that is reported",
                            "domain/run/TrackedRuns.java",
                            "case Finish finish when"
                                    + " finish.command().fence().equals(run.fence()) ->",
                            "case Finish finish when finish.command().fence() != null ->"),
                    new Mutant(
                            "what failed can't be tried again by hand",
                            "domain/run/EndedRuns.java",
                            "context.isServed() ? again(run, now) :",
                            "context.isServed() && run.how() == Run.How.CANCELLED ? again(run, now)"
                                    + " :"),
                    new Mutant(
                            "what is late can't be paused",
                            "domain/run/WaitingRuns.java",
                            "case Queued _, Late _, AwaitingSlot _ -> accept(new"
                                    + " RunPaused(run.id()));",
                            "case Late _ -> refuse(Refusal.NOT_PAUSABLE, \"It is late.\");\n"
                                    + "            case Queued _, AwaitingSlot _ -> accept(new"
                                    + " RunPaused(run.id()));"));

    private LifeMutants() {}
}
