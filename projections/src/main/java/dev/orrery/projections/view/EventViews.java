package dev.orrery.projections.view;

import dev.orrery.schemas.envelope.EventHeader;
import dev.orrery.schemas.envelope.RecordedEvent;
import dev.orrery.schemas.event.BackfillEvent;
import dev.orrery.schemas.event.DeploymentEvent;
import dev.orrery.schemas.event.RunEvent;
import dev.orrery.schemas.event.ScheduleEvent;
import dev.orrery.schemas.event.ViewsEvent;
import org.jspecify.annotations.Nullable;

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
                        state(recorded, rows),
                        recorded.event());
        rows.put(Keys.event(header.subject(), view.sequence()), ViewJson.write(view));
        var entry = new LogEntry(header.time(), header.subject(), recorded.root(), view.type());
        rows.put(Keys.logged(view.sequence()), entry.bytes());
    }

    private static EventView.@Nullable State state(RecordedEvent recorded, Rows rows) {
        return switch (recorded.event()) {
            case RunEvent e ->
                    EventView.State.of(
                            RunState.after(
                                    e,
                                    recorded.header().time(),
                                    () -> rows.view(Keys.run(e.run()), RunProgress.class)));
            case DeploymentEvent _, ScheduleEvent _, BackfillEvent _, ViewsEvent _ -> null;
        };
    }
}
