package dev.orrery.audit.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.audit.Chronicle;
import dev.orrery.audit.log.LogRecord;
import dev.orrery.audit.replay.Examiner;
import dev.orrery.audit.replay.LogFormat;
import dev.orrery.schemas.avro.Archive;
import dev.orrery.schemas.checkpoint.Place;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A log of which somebody has a checkpoint, and of which somebody else changes a copy. */
class TamperedCheckpointTest {

    private static final int PLACES = 1_000;
    private static final int PARTITION = Chronicle.partition("hello", "daily");
    private static final Examiner EXAMINER = new Examiner(LogFormat.of(Archive.NONE));

    private final List<LogRecord> log = Chronicle.busy(40).log().records(PARTITION);

    /** Somewhere in the middle: what is behind it is not covered. */
    private final int covered = log.size() * 3 / 4;

    private final Place checkpoint = place(covered);

    @Test
    void a_change_at_any_of_a_thousand_random_places_that_the_checkpoint_covers_is_found()
            throws Exception {
        long seed = Long.getLong("orrery.tamper.seed", System.nanoTime());
        System.out.println("tampered with seed " + seed + " (-Dorrery.tamper.seed=" + seed + ")");
        var random = new Random(seed);
        var vandal = new Vandal(random);
        var deeds = Vandal.Deed.values();
        var found = new EnumMap<Vandal.Deed, Integer>(Vandal.Deed.class);

        for (int i = 0; i < PLACES; i++) {
            var deed = deeds[i % deeds.length];
            var copy = vandal.vandalized(deed, log, covered);
            if (verify(copy, List.of(checkpoint)).stage() == Stage.DIFFERENT) {
                found.merge(deed, 1, Integer::sum);
            }
        }

        assertThat(found.values().stream().mapToInt(each -> each).sum())
                .as("found of %s, seed %s", found, seed)
                .isEqualTo(PLACES);
    }

    @Test
    void a_log_that_was_written_anew_with_its_chain_is_found_by_the_checkpoint_alone()
            throws Exception {
        var copy = new Vandal(new Random(1)).vandalized(Vandal.Deed.REWRITE, log, covered);

        assertThat(verify(copy, List.of()).stage()).isEqualTo(Stage.VERIFIED);
        var state = verify(copy, List.of(checkpoint));
        assertThat(state.stage()).isEqualTo(Stage.DIFFERENT);
        var difference = Objects.requireNonNull(state.difference());
        assertThat(difference.at()).hasToString(checkpoint.toString());
        assertThat(difference.sentence()).contains("is not what the checkpoint has");
    }

    @Test
    void the_log_itself_is_what_the_checkpoint_has() throws Exception {
        var state = verify(log, List.of(checkpoint, place(1), place(log.size())));

        assertThat(state.difference()).isNull();
        assertThat(state.stage()).isEqualTo(Stage.VERIFIED);
        assertThat(state.sequence()).isEqualTo(log.size());
        assertThat(state.hash()).isEqualTo(place(log.size()).hash());
    }

    @Test
    void a_log_that_ends_before_the_checkpoint_is_found() throws Exception {
        var state = verify(log.subList(0, covered - 1), List.of(checkpoint));

        assertThat(Objects.requireNonNull(state.difference()).sentence())
                .isEqualTo(
                        "the partition ends after %d:%d, and the checkpoint has %s"
                                .formatted(PARTITION, covered - 1, checkpoint));
    }

    @Test
    void it_goes_on_from_a_checkpoint_and_finds_what_is_behind_it() throws Exception {
        var from = new Task(Scope.LOG, List.of(checkpoint), List.of(place(log.size())));
        var state = verify(log, from);
        assertThat(state.stage()).isEqualTo(Stage.VERIFIED);
        assertThat(state.start()).isEqualTo(covered);
        assertThat(state.sequence()).isEqualTo(log.size());

        var cut = log.subList(0, log.size() - 1);
        assertThat(verify(cut, from).stage()).isEqualTo(Stage.DIFFERENT);
        var same = verify(log, new Task(Scope.LOG, List.of(checkpoint), List.of(checkpoint)));
        assertThat(same.stage()).isEqualTo(Stage.VERIFIED);
        var other = new Place(PARTITION, covered, "0".repeat(64));
        var against = verify(log, new Task(Scope.LOG, List.of(checkpoint), List.of(other)));
        assertThat(against.stage()).isEqualTo(Stage.DIFFERENT);
        var elsewhere = verify(log, new Task(Scope.LOG, List.of(other), List.of()));
        assertThat(elsewhere.stage()).isEqualTo(Stage.DIFFERENT);
        var beyond = new Place(PARTITION, log.size() + 1L, "0".repeat(64));
        var after = verify(log, new Task(Scope.LOG, List.of(beyond), List.of()));
        assertThat(Objects.requireNonNull(after.difference()).sentence())
                .contains("ends before it");
    }

    private Place place(int sequence) {
        var record = log.get(sequence - 1);
        var hash = EXAMINER.read(record).hash().hex();
        return new Place(PARTITION, sequence, hash);
    }

    private static PartitionState verify(List<LogRecord> log, List<Place> expected)
            throws InterruptedException {
        return verify(log, Task.of(Scope.LOG, expected));
    }

    private static PartitionState verify(List<LogRecord> log, Task task)
            throws InterruptedException {
        var means =
                new PartitionVerification.Means(
                        task,
                        partition -> new MemoryPartition(partition, log),
                        EXAMINER,
                        null,
                        Path.of(""),
                        1);
        var verification = new PartitionVerification(PARTITION, means, () -> false);
        verification.run();
        return verification.state();
    }
}
