package dev.orrery.server.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class PartsTest {

    private final List<String> stopped = Collections.synchronizedList(new ArrayList<>());
    private final Parts parts = new Parts();

    @Test
    void an_error_in_the_middle_of_the_start_stops_what_was_started() {
        assertThatThrownBy(() ->
                        parts.start(() -> {
                            add("one");
                            add("two");
                            throw new NoClassDefFoundError("three");
                        }))
                .isInstanceOf(NoClassDefFoundError.class);
        assertThat(stopped).containsExactly("two", "one");
    }

    @Test
    void a_stop_in_the_middle_of_the_start_waits_for_the_part_that_starts() throws Exception {
        var starting = new CountDownLatch(1);
        var stopper = Thread.currentThread();
        var start =
                Thread.ofPlatform()
                        .start(() ->
                                assertThatThrownBy(() ->
                                                parts.start(() -> {
                                                    add("one");
                                                    starting.countDown();
                                                    awaitWaiting(stopper);
                                                    add("two");
                                                    stopped.add("three was started");
                                                }))
                                        .isInstanceOf(StartStopped.class));
        starting.await();

        parts.close();

        assertThat(stopped).containsExactly("two", "one");
        start.join();
    }

    @Test
    void a_part_that_does_not_stop_stops_no_other() throws Exception {
        parts.start(() -> {
            add("one");
            parts.add(
                    "broken",
                    () -> {
                        throw new IllegalStateException("it hangs");
                    });
        });

        parts.close();

        assertThat(stopped).containsExactly("one");
    }

    private static void awaitWaiting(Thread thread) {
        while (thread.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
    }

    private void add(String name) {
        parts.add(name, () -> stopped.add(name));
    }
}
