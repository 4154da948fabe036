package dev.orrery.projections.api;

import static dev.orrery.projections.Story.DAILY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.orrery.projections.Story;
import dev.orrery.projections.peer.NodeAddress;
import dev.orrery.projections.peer.Peers.Errand;
import dev.orrery.schemas.event.DeploymentEvent.DeploymentCreated;
import dev.orrery.schemas.event.Event;
import io.javalin.Javalin;
import io.javalin.http.Context;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a node believes of what others say, and what it does without them. */
class PeersTrustTest {

    private static final int PARTITION = DAILY.affinity().partition(MemoryViews.PARTITIONS);
    private static final String ADDRESS = "/v1/deployments/" + DAILY;

    private final TwoNodes nodes = new TwoNodes();
    private final Story story = new Story(PARTITION);

    @BeforeEach
    void b_has_everything() {
        nodes.spread(Set.of(), Set.of(0, 1, 2));
        happens(new DeploymentCreated(DAILY, "hello", "daily", 1, Story.document("first")));
    }

    @AfterEach
    void stop() {
        nodes.close();
    }

    @Test
    void what_is_no_node_of_this_cluster_is_no_answer() throws Exception {
        for (Consumer<Context> other :
                List.<Consumer<Context>>of(
                        http -> http.result("{\"items\":[],\"next\":null}"),
                        http -> http.status(404).result("not here"),
                        http -> http.redirect(nodes.b.address() + ADDRESS),
                        http -> http.status(401).result("who are you"),
                        http -> said(http, "urn:orrery:another", PARTITION + ":9").result("{}"),
                        http -> said(http, TwoNodes.LOG, "").result("{}"),
                        http -> said(http, TwoNodes.LOG, "7:9").result("{}"),
                        http -> said(http, TwoNodes.LOG, "0:9,1:9,2:9,3:9").result("{}"),
                        http -> said(http, TwoNodes.LOG, "nonsense").result("{}"),
                        http -> said(http, TwoNodes.LOG, "0:9,1:9,2:9").result("no share"),
                        http -> said(http, TwoNodes.LOG, "0:9,1:9,2:9").status(500))) {
            try (var stranger = stranger(other)) {
                refused(nodes.a.get(ADDRESS + "?position=" + PARTITION + ":9", "Orrery-Wait", "0"));
                refused(nodes.a.get("/v1/deployments"));
            }
        }
    }

    @Test
    void one_that_says_nothing_is_given_up_and_its_copy_answers() throws Exception {
        try (var silent = new ServerSocket(0, 8, InetAddress.ofLiteral("127.0.0.1"))) {
            nodes.owners.replaceAll((_, _) -> address(silent.getLocalPort()));
            long start = System.nanoTime();
            refused(nodes.a.get(ADDRESS));
            refused(nodes.a.get("/v1/runs"));
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isLessThan(Duration.ofSeconds(60));

            nodes.copies.move(Set.of(0, 1, 2));
            nodes.sightings.saw(0, 0, 0);
            nodes.sightings.saw(1, 0, 0);
            nodes.sightings.saw(2, 0, 0);
            nodes.sightings.saw(PARTITION, Duration.ofSeconds(5).toNanos(), 1);
            nodes.sightings.saw(PARTITION, Duration.ofSeconds(9).toNanos(), 2);
            nodes.nanos.set(Duration.ofMillis(12_001).toNanos());
            var one = nodes.a.get(ADDRESS, "Orrery-Position", PARTITION + ":1");
            assertThat(one.statusCode()).isEqualTo(200);
            assertThat(one.body()).isEqualTo(nodes.whole.get(ADDRESS).body());
            assertThat(one.headers().firstValue("Age")).hasValue("8");
            assertThat(one.headers().firstValue("Orrery-Position")).hasValue(PARTITION + ":1");
            var list = nodes.a.get("/v1/deployments");
            assertThat(list.body()).isEqualTo(nodes.whole.get("/v1/deployments").body());
            assertThat(list.headers().firstValue("Age")).hasValue("13");
            var early =
                    nodes.a.get(ADDRESS, "Orrery-Position", PARTITION + ":2", "Orrery-Wait", "1");
            assertThat(early.statusCode()).isEqualTo(504);
        }
    }

    @Test
    void a_copy_that_nobody_compared_is_as_old_as_its_last_event() throws Exception {
        nodes.owners.clear();
        nodes.copies.move(Set.of(PARTITION));

        var answer = nodes.a.get(ADDRESS);

        assertThat(answer.statusCode()).isEqualTo(200);
        long age = Long.parseLong(answer.headers().firstValue("Age").orElseThrow());
        long since = Duration.between(Story.BEGIN, Instant.now()).toSeconds();
        assertThat(age).isBetween(since - 600, since + 600);
        // Of the other partitions nothing at all is known, so no list is whole.
        assertThat(nodes.a.get("/v1/runs").statusCode()).isEqualTo(503);
    }

    @Test
    void an_answer_from_before_the_callers_position_is_asked_for_again() throws Exception {
        nodes.b.views.move(Set.of(0, 1, 2));
        var waiting =
                CompletableFuture.supplyAsync(() ->
                        got(
                                nodes.a,
                                ADDRESS,
                                "Orrery-Position",
                                PARTITION + ":2",
                                "Orrery-Wait",
                                "30"));
        await().until(() -> nodes.b.views.waiting() > 0);
        // It moves while it is waited for, and is where it was not asked at first.
        nodes.spread(Set.of(0, 1, 2), Set.of());
        happens(new DeploymentCreated(DAILY, "hello", "daily", 2, Story.document("second")));

        var answer = waiting.get(60, TimeUnit.SECONDS);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(nodes.whole.get(ADDRESS).body());
    }

    @Test
    void what_moves_while_it_is_read_is_read_again() throws Exception {
        nodes.spread(Set.of(0, 1, 2), Set.of());
        var moves = new AtomicInteger();
        nodes.a.views.betweenScans(() -> {
            if (moves.incrementAndGet() == 2) {
                nodes.spread(Set.of(), Set.of(0, 1, 2));
            }
        });

        assertThat(nodes.a.get("/v1/deployments").body())
                .isEqualTo(nodes.whole.get("/v1/deployments").body());
        assertThat(moves).hasValueGreaterThan(1);
    }

    @Test
    void what_a_node_is_asked_it_never_passes_on() throws Exception {
        nodes.spread(Set.of(), Set.of());
        // Each is said to have what the other is asked for.
        nodes.owners.replaceAll((_, _) -> nodes.b.address());

        var answer =
                nodes.a.get(
                        ADDRESS,
                        "Orrery-Log",
                        TwoNodes.LOG,
                        "Orrery-Partitions",
                        Integer.toString(PARTITION));

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).contains("NOT_READY");
        assertThat(answer.headers().firstValue("Retry-After")).hasValue("1");
        assertThat(nodes.a.get(ADDRESS, "Orrery-Partitions", "0").statusCode()).isEqualTo(400);
        assertThat(
                        nodes.a
                                .get(ADDRESS, "Orrery-Log", TwoNodes.LOG, "Orrery-Partitions", "3")
                                .statusCode())
                .isEqualTo(400);
    }

    @Test
    void only_so_many_reads_ask_others_at_once() throws Exception {
        var held = new ArrayList<AutoCloseable>();
        for (int i = 0; i < TwoNodes.LIMITS.readsMax(); i++) {
            held.add(nodes.peers.begin(Errand.READ));
        }

        var answer = nodes.a.get(ADDRESS);
        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(answer.headers().firstValue("Retry-After")).hasValue("1");
        assertThat(nodes.a.get("/v1/runs").statusCode()).isEqualTo(429);

        for (var one : held) {
            one.close();
        }
        for (int i = 0; i < 3 * TwoNodes.LIMITS.readsMax(); i++) {
            assertThat(nodes.a.get(ADDRESS).statusCode()).isEqualTo(200);
            assertThat(nodes.a.get("/v1/runs").statusCode()).isEqualTo(200);
        }
    }

    /** Or whoever names a position that is far off shuts everybody out. */
    @Test
    void reads_that_wait_elsewhere_take_no_place_from_those_that_do_not() throws Exception {
        var held = new ArrayList<AutoCloseable>();
        for (int i = 0; i < TwoNodes.LIMITS.readsMax(); i++) {
            held.add(nodes.peers.begin(Errand.WAITING_READ));
        }

        assertThat(nodes.a.get(ADDRESS, "Orrery-Position", "0:1").statusCode()).isEqualTo(429);
        assertThat(nodes.a.get(ADDRESS).statusCode()).isEqualTo(200);
        assertThat(nodes.a.get("/v1/runs").statusCode()).isEqualTo(200);

        for (var one : held) {
            one.close();
        }
    }

    @Test
    void an_answer_that_is_larger_than_one_may_be_is_given_up() throws Exception {
        try (var stranger =
                stranger(http ->
                        said(http, TwoNodes.LOG, "0:9,1:9,2:9")
                                .result(new byte[TwoNodes.LIMITS.bodyBytesMax() + 1]))) {
            for (int i = 0; i < 5; i++) {
                refused(nodes.a.get("/v1/runs"));
            }
        }
        nodes.spread(Set.of(), Set.of(0, 1, 2));
        assertThat(nodes.a.get("/v1/runs").statusCode()).isEqualTo(200);
    }

    private static HttpResponse<String> got(ApiServer node, String path, String... headers) {
        try {
            return node.get(path, headers);
        } catch (IOException | InterruptedException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static void refused(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
        assertThat(answer.body()).contains("PEER_FAILED");
        assertThat(answer.headers().firstValue("Retry-After")).hasValue("1");
    }

    private static Context said(Context http, String log, String partitions) {
        return http.header("Orrery-Log", log).header("Orrery-Partitions", partitions);
    }

    /** Somebody else who has the address of the owner of everything. */
    private AutoCloseable stranger(Consumer<Context> answer) {
        var server =
                Javalin.create(
                                config -> {
                                    config.startup.showJavalinBanner = false;
                                    config.routes.get("/<any>", answer::accept);
                                })
                        .start("127.0.0.1", 0);
        nodes.owners.replaceAll((_, _) -> address(server.port()));
        return server::stop;
    }

    private static NodeAddress address(int port) {
        return new NodeAddress("127.0.0.1", port);
    }

    private void happens(Event event) {
        story.then(DAILY, event);
        nodes.fold(story.events().getLast());
    }
}
