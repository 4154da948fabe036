package dev.orrery.verify.simulation;

import java.util.List;

/** Bugs in what decides, and in what is done with decisions. */
final class DecisionMutants {

    static final List<Mutant> ALL =
            List.of(
                    new Mutant(
                            "any fence is the holder's",
                            "domain/run/HeldRuns.java",
                            "        return run.lease().fence().equals(fence);",
                            "        return true;"),
                    new Mutant(
                            "a nominal time fires twice",
                            "domain/deployment/Schedule.java",
                            "case ScheduleFired e -> waiting(before).until(e.next());",
                            "case ScheduleFired e -> waiting(before).until(e.nominal());"),
                    new Mutant(
                            "a schedule fires before its time",
                            "domain/deployment/ScheduleDecider.java",
                            "case Waiting waiting when waiting.next().isAfter(now) ->"
                                    + " Optional.empty();",
                            "case Waiting waiting when waiting.next().isAfter(now.plusSeconds(9))"
                                    + " -> Optional.empty();"),
                    new Mutant(
                            "a change of the deployment drops the nominal times that have come",
                            "processor/CommandDesk.java",
                            "if (canStopSchedules(c)) {",
                            "if (canStopSchedules(c) && clock < 0) {"),
                    new Mutant(
                            "a fence is leased once more",
                            "domain/run/WaitingRuns.java",
                            "if (run.ticket().leased().contains(report.fence())) {",
                            "if (run.attempt() < 0) {"),
                    new Mutant(
                            "nothing is caught up with",
                            "processor/CatchUp.java",
                            "return state.isOurs() && state.logEnd().sequence() >= target;",
                            "return state.isOurs();"),
                    new Mutant(
                            "commands are decided before the state is whole",
                            "processor/PartitionWriter.java",
                            "            if (isCaughtUp()) {\n"
                                    + "                decide(in, now);",
                            "            if (now > 0) {\n" + "                decide(in, now);"),
                    new Mutant(
                            "the wrong writer decides",
                            "processor/PartitionWriter.java",
                            "if (owner != desks.partition()) {",
                            "if (owner < 0) {"),
                    new Mutant(
                            "answers of commands that were done are not remembered",
                            "processor/CommandDesk.java",
                            "            case Accepted _, Reply.Leased _ ->\n"
                                    + "                    remember(keys, new"
                                    + " Stored.Answer(now, digest, reply));",
                            "            case Accepted _, Reply.Leased _ -> {}"),
                    new Mutant(
                            "the answers are forgotten with the run",
                            "processor/AnswerKeys.java",
                            "case RunCommand c -> List.of(c.run().key());",
                            "case RunCommand _ -> List.of(root.key());"),
                    new Mutant(
                            "a rebuild loses the answers",
                            "processor/CatchUp.java",
                            "for (var key : asked) {",
                            "for (var key : List.<Bytes>of()) {"),
                    new Mutant(
                            "a run is leased before its time",
                            "domain/run/WaitingRuns.java",
                            "        if (run.scheduledFor().isAfter(now)) {\n"
                                    + "            return refuse(",
                            "        if (run.scheduledFor().isAfter(now.plusSeconds(3_600))) {\n"
                                    + "            return refuse("),
                    new Mutant(
                            "a runner of another host has the run",
                            "domain/run/WaitingRuns.java",
                            "&& !host.equals(report.host())",
                            "&& host.equals(\"nowhere\")"),
                    new Mutant(
                            "a cancelled run is tried again",
                            "domain/run/Retries.java",
                            "var ending = run instanceof Run.Cancelling;",
                            "var ending = false;"),
                    new Mutant(
                            "a run is tried again without end",
                            "domain/run/Retries.java",
                            "failure.attempt() < policy.attempts()",
                            "failure.attempt() > 0"),
                    new Mutant(
                            "a run that is held takes up no slot",
                            "domain/run/Places.java",
                            "case Leased _, Running _, Paused _ -> place(run, Stage.HELD);",
                            "case Leased _, Running _, Paused _ -> Optional.empty();"),
                    new Mutant(
                            "one run more than the limit has a slot",
                            "domain/slot/Admission.java",
                            "long free = limit - slots.taken() + freed;",
                            "long free = limit - slots.taken() + freed + 1;"),
                    new Mutant(
                            "priority counts for nothing",
                            "domain/slot/Claim.java",
                            "Comparator.comparingInt(Claim::priority).reversed().thenComparing(BY_AGE);",
                            "BY_AGE;"),
                    new Mutant(
                            "the last in line is the first",
                            "domain/slot/Claim.java",
                            "Comparator.comparingInt(Claim::priority).reversed().thenComparing(BY_AGE);",
                            "Comparator.comparingInt(Claim::priority).reversed().thenComparing(BY_AGE.reversed());"),
                    new Mutant(
                            "what goes on is skipped like what comes new",
                            "domain/run/WaitingRuns.java",
                            "case Queued _ when run.ticket().fresh() && !due.entered() ->",
                            "case Queued _ when due != null ->"),
                    new Mutant(
                            "the youngest makes room for the newer",
                            "domain/slot/Admission.java",
                            "        return slots.oldest()\n",
                            "        return slots.oldest()\n"
                                    + "                .sorted((one, other) ->"
                                    + " other.claim().due().compareTo(one.claim().due()))\n"),
                    new Mutant(
                            "one run more than needed makes room",
                            "domain/slot/Admission.java",
                            "others + 1 - limit",
                            "others + 2 - limit"),
                    new Mutant(
                            "whatever version is expected will do",
                            "processor/Expectation.java",
                            "        return expected == version\n",
                            "        return expected == version || version > 0\n"),
                    new Mutant(
                            "a deadline is not looked at",
                            "processor/CommandDesk.java",
                            "if (deadline != null && deadline.isBefore(ledger.now(clock))) {",
                            "if (deadline != null && clock < 0) {"),
                    new Mutant(
                            "who did not sign is taken for verified",
                            "processor/Authority.java",
                            "case NONE -> unsigned(header, command);",
                            "case NONE -> new Caller.Allowed(header);"),
                    new Mutant(
                            "a wrong signature is as good as none",
                            "processor/Authority.java",
                            "        return switch (signature(in)) {",
                            "        return switch (signature(in) == CommandSignature.Found.RIGHT"
                                    + " ? CommandSignature.Found.RIGHT"
                                    + " : CommandSignature.Found.NONE) {"),
                    new Mutant(
                            "any role will do",
                            "processor/Authority.java",
                            "role -> role.includes(needed)",
                            "role -> needed != null"),
                    new Mutant(
                            "a signature is lost when its record is forwarded",
                            "processor/PartitionWriter.java",
                            "        if (!FORMAT.hasId(headers)) {",
                            "        headers.remove(\"ce_signature\");\n"
                                    + "        if (!FORMAT.hasId(headers)) {"));

    private DecisionMutants() {}
}
