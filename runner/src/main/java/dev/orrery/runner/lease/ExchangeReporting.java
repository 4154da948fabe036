package dev.orrery.runner.lease;

import dev.orrery.schemas.exchange.Exchange;
import dev.orrery.schemas.id.RootId;
import dev.orrery.schemas.reply.Reply;
import dev.orrery.schemas.report.Report;
import java.util.concurrent.CompletableFuture;

/** The line through Kafka. */
record ExchangeReporting(Exchange exchange) implements Reporting {

    @Override
    public CompletableFuture<Reply> ask(RootId root, Report.OfRun report) {
        return exchange.report(root, report);
    }

    @Override
    public CompletableFuture<Reply> ask(int partition, Report.StartRunner report) {
        return exchange.report(partition, report.runner().value(), report);
    }

    @Override
    public void tell(RootId root, Report.OfRun report) {
        exchange.tell(root, report);
    }
}
