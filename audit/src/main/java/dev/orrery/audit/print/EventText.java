package dev.orrery.audit.print;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.orrery.schemas.event.BackfillEvent;
import dev.orrery.schemas.event.DeploymentEvent;
import dev.orrery.schemas.event.DeploymentEvent.DeploymentUpdated;
import dev.orrery.schemas.event.Event;
import dev.orrery.schemas.event.RunEvent;
import dev.orrery.schemas.event.ScheduleEvent;
import dev.orrery.schemas.event.ViewsEvent;
import java.util.stream.Collectors;

/**
 * What an event says, on one line: its fields, those of a document laid open, none that is empty.
 */
final class EventText {

    private EventText() {}

    static String of(Event event) {
        var fields = AuditJson.event(event);
        fields.remove(subjectField(event));
        for (var nested : new String[] {"document", "specification", "tracked"}) {
            if (fields.remove(nested) instanceof ObjectNode parts) {
                if (event instanceof DeploymentUpdated updated) {
                    parts.retain(updated.changed());
                }
                fields.setAll(parts);
            }
        }
        if (fields.get("cause") instanceof ObjectNode cause) {
            cause.removeNulls();
        }
        return fields.properties().stream()
                .filter(field -> isSaid(field.getValue()))
                .map(field -> field.getKey() + "=" + text(field.getValue()))
                .collect(Collectors.joining(" "));
    }

    /** It stands on the line above. */
    private static String subjectField(Event event) {
        return switch (event) {
            case DeploymentEvent _ -> "deployment";
            case RunEvent _ -> "run";
            case ScheduleEvent _ -> "schedule";
            case BackfillEvent _ -> "backfill";
            case ViewsEvent _ -> "views";
        };
    }

    private static boolean isSaid(JsonNode value) {
        return !value.isNull() && (value.isValueNode() || !value.isEmpty());
    }

    private static String text(JsonNode value) {
        if (!value.isTextual()) {
            return Words.shown(value.toString());
        }
        var text = Words.shown(value.textValue());
        return text.isEmpty() || text.indexOf(' ') >= 0 ? "\"" + text + "\"" : text;
    }
}
