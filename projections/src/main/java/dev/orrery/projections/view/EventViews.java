package dev.orrery.projections.view;

import dev.orrery.schemas.envelope.EventHeader;
import dev.orrery.schemas.envelope.RecordedEvent;

/** The audit trail: every event under what it happened to, ready to be served, and in its order. */
final class EventViews implements View {

    @Override
    public void fold(RecordedEvent recorded, Rows rows, Tally tally) {
        EventHeader header = recorded.header();
        var origin = header.origin();
        var causation = header.causation();
        var view =
                new EventView(
                        header.id().toString(),
                        header.id().sequence(),
                        header.version(),
                        recorded.event().getClass().getSimpleName(),
                        header.subject(),
                        recorded.root(),
                        header.time(),
                        header.actor(),
                        origin == null ? null : origin.command().value(),
                        causation == null ? null : causation.toString(),
                        header.reason(),
                        EventView.State.after(recorded.event(), header.time()),
                        recorded.event());
        rows.put(Keys.event(header.subject(), view.sequence()), ViewJson.write(view));
        var entry = new LogEntry(header.time(), header.subject(), recorded.root(), view.type());
        rows.put(Keys.logged(view.sequence()), entry.bytes());
    }
}
