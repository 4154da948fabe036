package dev.orrery.audit.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.audit.Chronicle;
import dev.orrery.audit.MemoryLog;
import dev.orrery.audit.Tamper;
import dev.orrery.schemas.avro.Archive;
import dev.orrery.schemas.avro.Codec;
import dev.orrery.schemas.envelope.EventFormat;
import dev.orrery.schemas.envelope.EventId;
import dev.orrery.schemas.envelope.HeaderNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The log of the example, where somebody changed the partition of hello/daily. */
class TamperedLogTest {

    private static final EventFormat FORMAT = LogFormat.of(Archive.NONE);
    private static final int PARTITION = Chronicle.partition("hello", "daily");

    private final MemoryLog log = Chronicle.example().log();
    private final List<ReplayedEvent> told = new ArrayList<>();

    @Test
    void a_changed_body_is_found_by_the_hash_that_the_next_event_names() {
        var difference = difference(log.changed(PARTITION, 2, Tamper.body("hi", "ho")));

        assertThat(difference.at()).isEqualTo(event(3));
        assertThat(difference.sentence()).contains("was changed", event(3).toString());
    }

    @Test
    void a_changed_attribute_is_found_like_a_changed_body() {
        var change = Tamper.attribute(HeaderNames.ACTOR, "nobody");

        assertThat(difference(log.changed(PARTITION, 4, change)).at()).isEqualTo(event(5));
    }

    @Test
    void an_event_that_is_missing_is_named() {
        var difference = difference(log.without(PARTITION, 3));

        assertThat(difference.at()).isEqualTo(event(4));
        assertThat(difference.sentence())
                .isEqualTo(event(4) + " is missing: " + event(5) + " comes in its place");
        assertThat(difference.offset()).isEqualTo(8);
        assertThat(told).hasSize(4);
    }

    @Test
    void a_missing_start_is_named() {
        assertThat(difference(log.without(PARTITION, 0)).at()).isEqualTo(event(1));
    }

    @Test
    void events_in_another_order_are_found() {
        assertThat(difference(log.swapped(PARTITION, 4)).at()).isEqualTo(event(5));
    }

    @Test
    void an_event_that_stands_there_twice_is_found() {
        assertThat(difference(log.repeated(PARTITION, 2)).sentence())
                .contains(event(3) + " comes again");
    }

    @Test
    void a_record_without_a_body_is_named() {
        var difference = difference(log.changed(PARTITION, 2, Tamper::cut));

        assertThat(difference.at()).isEqualTo(event(3));
        assertThat(difference.sentence()).contains("can't be read");
    }

    @Test
    void an_event_of_an_unknown_schema_says_so() {
        var change = Tamper.attribute(HeaderNames.DATA_SCHEMA, "0".repeat(64));

        var difference = difference(log.changed(PARTITION, 2, change));

        assertThat(difference.at()).isEqualTo(event(3));
        assertThat(difference.sentence()).contains("orrery.schemas");
    }

    @Test
    void a_time_before_the_one_of_the_event_before_it_is_found() {
        var early = Chronicle.NOON.minusSeconds(60);
        var time = Tamper.attribute(HeaderNames.TIME, "2026-11-22T11:59:00.000Z");

        // The last of its partition, since the chain shows a change of any other.
        int last = log.records(PARTITION).size() - 1;
        var changed =
                log.changed(PARTITION, last, time)
                        .changed(PARTITION, last, Tamper.timestamp(early.toEpochMilli()));
        var difference = difference(changed);

        assertThat(difference.at()).isEqualTo(event(last + 1));
        assertThat(difference.sentence()).contains("11:59");
    }

    @Test
    void a_label_that_is_not_what_the_event_says_is_found() {
        int last = log.records(PARTITION).size() - 1;
        var type = Tamper.attribute(HeaderNames.TYPE, "dev.orrery.RunCompleted");

        assertThat(difference(log.changed(PARTITION, last, type)).sentence()).contains("type");
        assertThat(difference(log.changed(PARTITION, last, Tamper.timestamp(0))).sentence())
                .contains("timestamp");
    }

    @Test
    void a_version_that_was_left_out_is_found() {
        int last = log.records(PARTITION).size() - 1;
        var version = Tamper.attribute(HeaderNames.VERSION, "3");

        assertThat(difference(log.changed(PARTITION, last, version)).sentence())
                .contains("version 3 after version 0");
    }

    @Test
    void any_changed_byte_of_a_body_is_found_but_in_the_last_event() {
        for (int index = 0; index < log.records(PARTITION).size() - 1; index++) {
            for (int at = Codec.PREFIX_BYTES; at < Tamper.bytes(log, PARTITION, index); at++) {
                var difference = difference(log.changed(PARTITION, index, Tamper.flip(at)));

                assertThat(difference.at()).isEqualTo(event(index + 1L));
            }
        }
    }

    @Test
    void an_event_that_was_moved_behind_the_moment_is_found() {
        var moment = new Until.Moment(Chronicle.NOON.plusSeconds(600));
        assertThat(Replay.run(log, FORMAT, moment, told::add).difference()).isNull();
        long late = Chronicle.NOON.plusSeconds(900).toEpochMilli();
        var moved = Chronicle.example().log().changed(PARTITION, 3, Tamper.timestamp(late));

        var alone = Replay.run(moved, FORMAT, moment, told::add).difference();
        assertThat(Objects.requireNonNull(alone).at()).isEqualTo(event(4));

        var time = Tamper.attribute(HeaderNames.TIME, "2026-11-22T12:15:00.000Z");
        var both =
                Chronicle.example()
                        .log()
                        .changed(PARTITION, 3, time)
                        .changed(PARTITION, 3, Tamper.timestamp(late));
        var withItsLabel = Replay.run(both, FORMAT, moment, told::add).difference();
        assertThat(Objects.requireNonNull(withItsLabel).at()).isEqualTo(event(4));
    }

    @Test
    void an_event_that_was_numbered_behind_the_place_is_found() {
        var number = log.changed(PARTITION, 2, Tamper.attribute(HeaderNames.SEQUENCE, "1000"));

        var difference =
                Replay.run(number, FORMAT, Until.parse(PARTITION + ":5"), told::add).difference();

        assertThat(Objects.requireNonNull(difference).at()).isEqualTo(event(3));
        assertThat(told).hasSizeLessThan(5);
    }

    @Test
    void a_place_that_the_log_does_not_come_to_is_a_difference() {
        int last = log.records(PARTITION).size();

        var difference =
                Replay.run(log, FORMAT, Until.parse(PARTITION + ":" + (last + 3)), told::add)
                        .difference();

        assertThat(Objects.requireNonNull(difference).at()).isEqualTo(event(last + 1L));
        assertThat(difference.sentence())
                .contains("ends after " + event(last), event(last + 3L).toString());
        var whole = Until.parse(PARTITION + ":" + last);
        assertThat(Replay.run(Chronicle.example().log(), FORMAT, whole, told::add).difference())
                .isNull();
    }

    private Difference difference(MemoryLog tampered) {
        var summary = Replay.run(tampered, FORMAT, new Until.End(), told::add);
        return Objects.requireNonNull(summary.difference(), "nothing was found");
    }

    private static EventId event(long sequence) {
        return new EventId(PARTITION, sequence);
    }
}
