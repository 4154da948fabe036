package dev.orrery.schemas.envelope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where an event is, and where an answer goes: one text each, and no other. */
class AddressTest {

    @Test
    void what_is_written_is_read_back() {
        var event = new EventId(Integer.MAX_VALUE, Long.MAX_VALUE);
        assertThat(EventId.parse(event.toString())).isEqualTo(event);
        var inbox = new ReplyTo("api@host", 7);
        assertThat(ReplyTo.parse(inbox.toString())).isEqualTo(inbox);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "7",
                ":7",
                "7:",
                "1:2:3",
                " 1:2",
                "1 : 2",
                "-1:2",
                "+1:2",
                "1:+2",
                "1:-2",
                "2147483648:1",
                "4294967295:1",
                "1:9223372036854775808",
                "1:18446744073709551615"
            })
    void another_form_is_no_event_id(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> EventId.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "me",
                "@7",
                "me@",
                "me@x",
                "me@-1",
                "me@+1",
                "me@ 1",
                "me@2147483648",
                "me@4294967295"
            })
    void another_form_is_no_reply_address(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> ReplyTo.parse(text));
    }
}
