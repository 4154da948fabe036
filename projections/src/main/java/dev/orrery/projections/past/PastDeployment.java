package dev.orrery.projections.past;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.orrery.projections.view.DeploymentMoment;
import dev.orrery.projections.view.KeyRange;
import dev.orrery.projections.view.Keys;
import dev.orrery.projections.view.Order;
import dev.orrery.projections.view.ScheduleMoment;
import dev.orrery.projections.view.ScheduleView;
import dev.orrery.projections.view.ViewJson;
import dev.orrery.projections.view.ViewReader;
import dev.orrery.schemas.deployment.ScheduleDocument;
import dev.orrery.schemas.id.DeploymentId;
import dev.orrery.schemas.id.ScheduleId;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A deployment as it was: one small row says how it stood, and one revision what it was.
 *
 * @param views that it is read from
 * @param partition where it is
 * @param id its id
 */
public record PastDeployment(ViewReader views, int partition, DeploymentId id) {

    private static final byte[] DOCUMENT = ",\"document\":".getBytes(US_ASCII);

    /**
     * How it stood after the events up to a sequence, as it is stored; nothing before the first.
     */
    public byte @Nullable [] moment(long sequence) {
        return last(Keys.deploymentsAt(id.value()), sequence);
    }

    /** The number of its document then; 0 before the first. */
    public int revision(long sequence) {
        byte[] moment = moment(sequence);
        return moment == null ? 0 : revision(moment);
    }

    private static int revision(byte[] moment) {
        return ViewJson.read(moment, DeploymentMoment.class).revision();
    }

    /**
     * The {@link dev.orrery.projections.view.DeploymentView} of then, as its row was; nothing
     * before the first event. The document is copied and not read, since it can have a megabyte.
     */
    public byte @Nullable [] row(long sequence) {
        byte[] moment = moment(sequence);
        if (moment == null) {
            return null;
        }
        byte[] document = document(revision(moment));
        var row = new ByteArrayOutputStream(moment.length + DOCUMENT.length + document.length);
        row.write(moment, 0, moment.length - 1);
        row.writeBytes(DOCUMENT);
        row.writeBytes(document);
        row.write('}');
        return row.toByteArray();
    }

    /** The document of a revision that there is, as it is stored. */
    byte[] document(int revision) {
        byte[] row = views.get(partition, Keys.revision(id, revision));
        if (row == null) {
            throw new IllegalStateException("revision " + revision + " of " + id + " is missing");
        }
        return ViewJson.raw(row, "document");
    }

    /**
     * Its schedules of then, each as its row was, in the order of their ids.
     *
     * @param row of the deployment at the same sequence
     */
    public List<byte[]> schedules(byte[] row, long sequence) {
        byte[] document = ViewJson.raw(row, "document");
        var schedules = new TreeMap<byte[], byte[]>(Arrays::compareUnsigned);
        for (var schedule :
                ViewJson.read(ViewJson.raw(document, "schedules"), ScheduleDocument[].class)) {
            var scheduleId = ScheduleId.of(id, schedule.name()).value();
            byte[] moment = scheduleMoment(scheduleId, sequence);
            if (moment == null) {
                throw new IllegalStateException("schedule " + scheduleId + " never began");
            }
            var view =
                    ScheduleView.at(
                            scheduleId, schedule, ViewJson.read(moment, ScheduleMoment.class));
            schedules.put(Keys.bytes(scheduleId), ViewJson.write(view));
        }
        return new ArrayList<>(schedules.values());
    }

    /** The {@link ScheduleMoment} of a schedule of then, as it is stored. */
    byte @Nullable [] scheduleMoment(UUID schedule, long sequence) {
        return last(Keys.schedulesAt(schedule), sequence);
    }

    private byte @Nullable [] last(byte[] prefix, long sequence) {
        var range = KeyRange.of(prefix, 0, sequence + 1);
        try (var rows = views.scan(partition, range, Order.DESCENDING)) {
            var row = rows.next();
            return row == null ? null : row.value();
        }
    }
}
