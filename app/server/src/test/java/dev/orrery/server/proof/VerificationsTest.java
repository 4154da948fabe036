package dev.orrery.server.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.orrery.audit.log.LogRecord;
import dev.orrery.audit.log.PartitionLog;
import dev.orrery.audit.replay.LogFormat;
import dev.orrery.audit.verify.Scope;
import dev.orrery.audit.verify.Stage;
import dev.orrery.audit.verify.Task;
import dev.orrery.audit.verify.Verification;
import dev.orrery.schemas.avro.Archive;
import dev.orrery.schemas.checkpoint.Place;
import dev.orrery.schemas.envelope.EventFormat;
import dev.orrery.schemas.http.ApiProblem;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class VerificationsTest {

    private static final EventFormat FORMAT = LogFormat.of(Archive.NONE);
    private static final Task TASK = Task.of(Scope.LOG, List.of());
    private static final VerificationId ONE = new VerificationId(1, TASK);
    private static final VerificationId OTHER = new VerificationId(2, TASK);
    private static final Duration SOON = Duration.ofSeconds(60);

    private final Semaphore mayRead = new Semaphore(0);
    private final AtomicLong nanos = new AtomicLong();
    private final Verifications verifications =
            new Verifications(
                    (task, isWanted) -> Verification.ofLog(task, this::open, FORMAT, isWanted),
                    () -> Set.of(0, 1),
                    nanos::get);

    @AfterEach
    void close() {
        mayRead.release(1_000);
        verifications.close();
    }

    @Test
    void one_goes_on_at_a_time_and_the_next_when_it_is_over() {
        verifications.begin(ONE);
        verifications.begin(ONE);

        assertThatThrownBy(() -> verifications.begin(OTHER))
                .isInstanceOfSatisfying(
                        ApiProblem.class,
                        problem -> {
                            assertThat(problem.refusal().name())
                                    .isEqualTo("VERIFICATION_UNDER_WAY");
                            assertThat(problem.retryAfterSeconds()).isEqualTo(1);
                        });
        assertThat(verifications.state(OTHER, 0).stage()).isEqualTo(Stage.WAITING);

        mayRead.release(2);
        awaitStage(ONE, Stage.VERIFIED);
        mayRead.release(2);
        awaitStage(OTHER, Stage.VERIFIED);
        assertThat(verifications.state(ONE, 1).stage()).isEqualTo(Stage.VERIFIED);
    }

    @Test
    void what_is_not_here_waits_for_who_has_it() {
        verifications.begin(ONE);

        assertThat(verifications.state(ONE, 7).stage()).isEqualTo(Stage.WAITING);
    }

    @Test
    void one_that_is_cancelled_is_not_begun_with_again() {
        verifications.begin(ONE);
        verifications.cancel(ONE);
        mayRead.release(2);

        awaitStage(ONE, Stage.CANCELLED);
        assertThat(verifications.state(ONE, 0).stage()).isEqualTo(Stage.CANCELLED);
    }

    @Test
    void one_that_nobody_asks_about_ends() {
        verifications.begin(ONE);
        nanos.addAndGet(Verifications.UNASKED_MAX.plusSeconds(1).toNanos());
        mayRead.release(2);

        await().atMost(SOON)
                .until(() -> {
                    try {
                        verifications.begin(OTHER);
                        return true;
                    } catch (ApiProblem underWay) {
                        return false;
                    }
                });
        assertThat(verifications.state(ONE, 0).stage()).isEqualTo(Stage.CANCELLED);
    }

    @Test
    void an_id_says_all_that_is_asked() {
        var from = new Place(3, 7, "a".repeat(64));
        var expected = new Place(3, 1L << 40, "0123456789abcdef".repeat(4));
        var id = new VerificationId(-5, new Task(Scope.LOG, List.of(from), List.of(expected)));

        assertThat(VerificationId.parse(id.toString())).isEqualTo(id);
        assertThat(id.toString()).matches("[A-Za-z0-9_-]+");
        for (var wrong : List.of("", "x", "AAAA", id + "AAAA", id.toString().substring(0, 40))) {
            assertThatThrownBy(() -> VerificationId.parse(wrong))
                    .as(wrong)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    private void awaitStage(VerificationId id, Stage stage) {
        await().atMost(SOON)
                .until(() ->
                        verifications.state(id, 0).stage() == stage
                                && verifications.state(id, 1).stage() == stage);
    }

    private PartitionLog open(int partition) {
        mayRead.acquireUninterruptibly();
        return new PartitionLog() {
            @Override
            public int partition() {
                return partition;
            }

            @Override
            public long lastSequence() {
                return 0;
            }

            @Override
            public void seek(long sequence) {}

            @Override
            public @Nullable LogRecord next() {
                return null;
            }

            @Override
            public void extend() {}

            @Override
            public void close() {}
        };
    }
}
