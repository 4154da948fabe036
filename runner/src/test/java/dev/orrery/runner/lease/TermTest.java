package dev.orrery.runner.lease;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TermTest {

    private static final long SECOND = 1_000_000_000;
    // A monotonic clock may be anywhere, also just before it wraps around.
    private static final long SENT = Math.subtractExact(Long.MAX_VALUE, SECOND);

    private final Term term = Term.granted(SENT, Duration.ofSeconds(15), Duration.ofSeconds(3));

    @Test
    void a_renewal_is_due_each_third_of_the_lease() {
        assertThat(term.renewalIsDue(SENT + 5 * SECOND - 1)).isFalse();
        assertThat(term.renewalIsDue(SENT + 5 * SECOND)).isTrue();
        var sent = term.renewalSent(SENT + 5 * SECOND);
        assertThat(sent.renewalIsDue(SENT + 10 * SECOND - 1)).isFalse();
        assertThat(sent.renewalIsDue(SENT + 10 * SECOND)).isTrue();
    }

    @Test
    void sending_a_renewal_extends_nothing() {
        var sent = term.renewalSent(SENT + 11 * SECOND);
        assertThat(sent.isOver(SENT + 12 * SECOND)).isTrue();
    }

    @Test
    void the_work_is_over_a_margin_before_the_lease_is() {
        assertThat(term.isOver(SENT + 12 * SECOND - 1)).isFalse();
        assertThat(term.isOver(SENT + 12 * SECOND)).isTrue();
    }

    @Test
    void a_renewal_counts_from_when_it_was_sent() {
        var renewed = term.renewed(SENT + 5 * SECOND);
        assertThat(renewed.isOver(SENT + 17 * SECOND - 1)).isFalse();
        assertThat(renewed.isOver(SENT + 17 * SECOND)).isTrue();
    }

    @Test
    void a_late_word_of_an_old_renewal_shortens_nothing() {
        var renewed = term.renewed(SENT + 10 * SECOND);
        assertThat(renewed.renewed(SENT + 5 * SECOND)).isEqualTo(renewed);
    }

    @Test
    void a_short_lease_keeps_a_short_margin() {
        var brief = Term.granted(SENT, Duration.ofSeconds(2), Duration.ofSeconds(3));
        assertThat(brief.isOver(SENT + 3 * SECOND / 2 - 1)).isFalse();
        assertThat(brief.isOver(SENT + 3 * SECOND / 2)).isTrue();
    }

    @Test
    void it_rests_until_the_next_thing_is_due() {
        assertThat(term.restNanos(SENT)).isEqualTo(5 * SECOND);
        assertThat(term.renewalSent(SENT + 9 * SECOND).restNanos(SENT + 9 * SECOND))
                .isEqualTo(3 * SECOND);
        assertThat(term.restNanos(SENT + 20 * SECOND)).isZero();
    }
}
