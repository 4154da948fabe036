package dev.orrery.projections.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.orrery.projections.RandomStory;
import dev.orrery.projections.peer.PeerHeaders;
import dev.orrery.schemas.envelope.RecordedEvent;
import dev.orrery.schemas.id.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Reads while the generation that is read changes. */
class GenerationsTest implements OpenGenerations {

    private static final int STEPS = 40;

    private final MemoryViews older = new MemoryViews();
    private final MemoryViews newer = new MemoryViews();
    private final GenerationReads one = GenerationReads.alone(1, older);
    private final GenerationReads two = GenerationReads.alone(2, newer);
    private final List<RecordedEvent> events =
            new ArrayList<>(new RandomStory(7, 0, List.of("a")).go(STEPS).events());
    private final int half = events.size() / 2;
    private final ApiServer server =
            new ApiServer(older, _ -> new ReadApi(this, ApiServer.CODECS.output()));
    private volatile GenerationReads live = one;

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void after_the_switch_no_read_is_from_before_what_was_read_of_the_old_one() throws Exception {
        events.forEach(older::fold);
        events.subList(0, half).forEach(newer::fold);
        var last = server.get("/v1/counts").headers().firstValue("Orrery-Position").orElseThrow();

        live = two;
        var read = reading();
        await().until(() -> newer.waiting() == 1);
        assertThat(read.isDone()).isFalse();
        events.subList(half, events.size()).forEach(newer::fold);

        assertThat(read.get()).isEqualTo(last);
    }

    @Test
    void a_read_that_waits_when_the_switch_comes_is_answered_from_the_old_one() throws Exception {
        events.subList(0, half).forEach(older::fold);
        var last = events.getLast().header().id();
        var read = reading("Orrery-Position", last.toString(), "Orrery-Wait", "30");
        await().until(() -> older.waiting() == 1);

        live = two;
        events.subList(half, events.size()).forEach(older::fold);

        assertThat(read.get()).isEqualTo(last.toString());
    }

    @Test
    void another_node_is_answered_from_the_generation_that_it_names() throws Exception {
        events.forEach(older::fold);
        live = two;

        var ofOld = server.get("/v1/counts", of("1"));
        assertThat(ofOld.statusCode()).isEqualTo(200);
        assertThat(ofOld.body()).isNotEqualTo("{}");
        var ofNone = server.get("/v1/counts", of("3"));
        assertThat(ofNone.statusCode()).isEqualTo(503);
        assertThat(ofNone.body()).contains("Generation 3 of the views is not open here");
    }

    private static String[] of(String generation) {
        return new String[] {
            PeerHeaders.GENERATION, generation, PeerHeaders.PARTITIONS, "0", "Orrery-Wait", "0"
        };
    }

    /** The position of an answer, once it comes. */
    private CompletableFuture<String> reading(String... headers) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        var answer = server.get("/v1/counts", headers);
                        return answer.statusCode() == 200
                                ? answer.headers().firstValue("Orrery-Position").orElse("")
                                : answer.body();
                    } catch (Exception broken) {
                        return broken.toString();
                    }
                },
                Thread::startVirtualThread);
    }

    @Override
    public GenerationReads live() {
        return live;
    }

    @Override
    public Optional<GenerationReads> of(int generation) {
        return Optional.ofNullable(
                switch (generation) {
                    case 1 -> one;
                    case 2 -> two;
                    default -> null;
                });
    }

    @Override
    public Position floor(int generation) {
        return generation == 2 ? one.reach() : new Position(new TreeMap<>());
    }
}
