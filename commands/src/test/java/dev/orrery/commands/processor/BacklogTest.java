package dev.orrery.commands.processor;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class BacklogTest {

    private final Backlog backlog = new Backlog();

    @Test
    void the_last_record_of_what_was_polled_is_known() {
        poll(2);
        poll(1);
        assertFalse(backlog.taken());
        assertFalse(backlog.taken());
        assertTrue(backlog.taken());
    }

    @Test
    void what_went_with_a_task_is_not_waited_for() {
        poll(5);
        backlog.forget();
        poll(2);
        assertFalse(backlog.taken());
        assertTrue(backlog.taken());
    }

    @Test
    void a_record_that_was_not_counted_is_taken_for_the_last() {
        assertTrue(backlog.taken());
        poll(1);
        assertTrue(backlog.taken());
    }

    private void poll(int records) {
        var counter = new Backlog.Counter();
        counter.configure(Map.of("orrery.backlog", backlog));
        var of = new TopicPartition("inputs", 0);
        var record = new ConsumerRecord<>("inputs", 0, 0, new byte[0], new byte[0]);
        counter.onConsume(
                new ConsumerRecords<>(Map.of(of, Collections.nCopies(records, record)), Map.of()));
    }
}
