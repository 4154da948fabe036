package dev.orrery.schemas.avro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.schemas.event.RunCause;
import dev.orrery.schemas.id.AggregateId;
import dev.orrery.schemas.id.CommandId;
import dev.orrery.schemas.id.Fence;
import dev.orrery.schemas.id.RunId;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BinaryTest {

    sealed interface State {
        record Absent() implements State {}

        record Held(Fence fence, @Nullable Note note, ByteBuffer bytes) implements State {}
    }

    sealed interface Note {
        record Line(String text) implements Note {}
    }

    record Everything(
            AggregateId id,
            State state,
            @Nullable State before,
            List<Note> notes,
            Map<String, RunCause> causes,
            @Nullable Long count,
            boolean done) {}

    record Endless(List<Endless> more) {}

    record Strange(Object thing) {}

    private static final Fence FENCE = new Fence(new UUID(0, 1));

    @Test
    void a_sealed_state_with_everything_in_it_comes_back_as_it_was() {
        var binary = Binary.of(Everything.class);
        var value =
                new Everything(
                        new RunId(new UUID(0x8000, 1)),
                        new State.Held(
                                FENCE, new Note.Line("x"), ByteBuffer.wrap(new byte[] {1, -1})),
                        new State.Absent(),
                        List.of(new Note.Line("a"), new Note.Line("")),
                        Map.of("c", RunCause.COMMAND),
                        Long.MIN_VALUE,
                        true);
        var bare =
                new Everything(
                        new RunId(new UUID(0x8000, 1)),
                        new State.Held(FENCE, null, ByteBuffer.allocate(0)),
                        null,
                        List.of(),
                        Map.of(),
                        null,
                        false);

        assertThat(binary.decode(binary.encode(value))).isEqualTo(value);
        assertThat(binary.decode(binary.encode(bare))).isEqualTo(bare);
    }

    @Test
    void the_root_may_be_a_sealed_interface() {
        var binary = Binary.of(State.class);

        assertThat(binary.decode(binary.encode(new State.Absent()))).isEqualTo(new State.Absent());
        assertThat(binary.schema().isUnion()).isTrue();
    }

    @Test
    void equal_maps_have_equal_bytes_whatever_their_order() {
        record Holder(Map<String, String> map) {}
        var binary = Binary.of(Holder.class);
        var forth = new LinkedHashMap<String, String>();
        forth.put("a", "1");
        forth.put("b", "2");

        assertThat(binary.encode(new Holder(forth)))
                .isEqualTo(binary.encode(new Holder(forth.reversed())));
    }

    @Test
    @SuppressWarnings("ArrayRecordComponent")
    void bytes_may_be_an_array() {
        record Holder(byte[] bytes) {}
        var binary = Binary.of(Holder.class);

        assertThat(binary.decode(binary.encode(new Holder(new byte[] {7, 8}))).bytes())
                .containsExactly(7, 8);
    }

    @Test
    void a_null_in_the_wrong_place_is_named() {
        record Holder(String here, CommandId there) {}
        var binary = Binary.of(Holder.class);
        @SuppressWarnings("NullAway")
        var wrong = new Holder("x", null);

        assertThatThrownBy(() -> binary.encode(wrong)).hasMessage("Holder.there is null");
    }

    @Test
    void what_a_constructor_refuses_is_unreadable() {
        record Text(String value, int more) {}
        record Holder(CommandId value, int more) {}
        var bytes = Binary.of(Text.class).encode(new Text("", 1));

        assertThatThrownBy(() -> Binary.of(Holder.class).decode(bytes))
                .isInstanceOf(UnreadableRecord.class)
                .hasMessage("CommandId: a command id has 1 to 255 characters");
    }

    @Test
    void what_has_no_form_in_avro_is_refused_at_the_start() {
        assertThatThrownBy(() -> Binary.of(Strange.class))
                .hasMessage("Strange.thing: the type java.lang.Object has no form in Avro");
        assertThatThrownBy(() -> Binary.of(Endless.class))
                .hasMessageEndingWith("Endless contains itself");
    }
}
