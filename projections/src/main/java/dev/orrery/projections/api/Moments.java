package dev.orrery.projections.api;

import dev.orrery.projections.past.LogTime;
import dev.orrery.projections.view.Row;
import dev.orrery.projections.view.ViewJson;
import dev.orrery.schemas.id.Position;
import io.javalin.http.ContentType;
import io.javalin.http.Context;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A moment as a position of the whole log, and its time: a list of what each partition knows of it.
 *
 * @param views that it is read from
 * @param asOf the moment
 * @param partitions of which it is wanted
 */
record Moments(Visit views, AsOf asOf, Collection<Integer> partitions) implements PartedList {

    private static final byte[] PLACE = new byte[0];

    /**
     * What a partition knows of a moment.
     *
     * @param bound the sequence of the last event that had happened, or that was named
     * @param end the sequence of the last event that there is
     * @param time of the event at the bound; the epoch where there is none
     */
    record Moment(long bound, long end, Instant time) {

        private static Moment of(Row row) {
            var bytes = ByteBuffer.wrap(row.value());
            return new Moment(
                    bytes.getLong(),
                    bytes.getLong(),
                    Instant.ofEpochSecond(bytes.getLong(), bytes.getInt()));
        }

        private byte[] bytes() {
            return ByteBuffer.allocate(3 * Long.BYTES + Integer.BYTES)
                    .putLong(bound)
                    .putLong(end)
                    .putLong(time.getEpochSecond())
                    .putInt(time.getNano())
                    .array();
        }
    }

    @Override
    public Share share(Collection<Integer> some) {
        var moments = new ArrayList<Row>();
        for (int partition : some) {
            long end = views.standing(partition).sequence();
            long bound = asOf.find(views, partition);
            var time =
                    bound == 0 || bound > end
                            ? Instant.EPOCH
                            : new LogTime(views, partition).time(bound);
            moments.add(Share.row(partition, PLACE, new Moment(bound, end, time).bytes()));
        }
        return new Share(Visit.sequences(views, some), moments, false);
    }

    static TreeMap<Integer, Moment> read(List<Share> shares) {
        var moments = new TreeMap<Integer, Moment>();
        for (var share : shares) {
            share.rows().forEach(row -> moments.put(row.partition(), Moment.of(row)));
        }
        return moments;
    }

    @Override
    public void answer(Context http, List<Share> shares) {
        var bounds = new TreeMap<Integer, Long>();
        Instant latest = null;
        for (var each : read(shares).entrySet()) {
            var moment = each.getValue();
            bounds.put(each.getKey(), moment.bound());
            if (moment.bound() > 0 && (latest == null || moment.time().isAfter(latest))) {
                latest = moment.time();
            }
        }
        AsOf.tell(http, bounds);
        var answer = new MomentView(new Position(bounds).toString(), latest);
        http.contentType(ContentType.APPLICATION_JSON).result(ViewJson.write(answer));
    }

    /**
     * A moment.
     *
     * @param position the last event of each partition that had happened; 0 before the first
     * @param time of the latest of them; none before the first
     */
    private record MomentView(String position, @Nullable Instant time) {}
}
