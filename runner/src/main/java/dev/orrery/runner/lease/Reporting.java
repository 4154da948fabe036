package dev.orrery.runner.lease;

import dev.orrery.schemas.id.RootId;
import dev.orrery.schemas.reply.Reply;
import dev.orrery.schemas.report.Report;
import java.util.concurrent.CompletableFuture;

/** The line to the processor: what a runner says, and what it is answered after the commit. */
interface Reporting {

    /** Fails when no answer came in time; the report may have been heard all the same. */
    CompletableFuture<Reply> ask(RootId root, Report.OfRun report);

    /** Says it to one partition, as it concerns no single root. */
    CompletableFuture<Reply> ask(int partition, Report.StartRunner report);

    /** Says it and waits for nothing; reports about one run arrive in the order they are made. */
    void tell(RootId root, Report.OfRun report);
}
