package dev.orrery.commands.processor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.commands.processor.ProcessorBench.MemoryLog;
import dev.orrery.schemas.command.DeploymentCommand.PutDeployment;
import dev.orrery.schemas.command.DeploymentCommand.RequestRun;
import dev.orrery.schemas.deployment.CatchUp;
import dev.orrery.schemas.deployment.Concurrency;
import dev.orrery.schemas.deployment.Concurrency.Collision;
import dev.orrery.schemas.deployment.DeploymentDocument;
import dev.orrery.schemas.deployment.Entrypoint;
import dev.orrery.schemas.deployment.Infrastructure;
import dev.orrery.schemas.deployment.Json;
import dev.orrery.schemas.deployment.RetryPolicy;
import dev.orrery.schemas.deployment.ScheduleDocument;
import dev.orrery.schemas.event.RunEvent.RunRequested;
import dev.orrery.schemas.id.DeploymentId;
import dev.orrery.schemas.id.Fence;
import dev.orrery.schemas.id.RunId;
import dev.orrery.schemas.id.RunnerId;
import dev.orrery.schemas.reply.Reply;
import dev.orrery.schemas.reply.Reply.Rejected;
import dev.orrery.schemas.report.Report.LeaseRun;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The deployment, the runner and the run that the stories are about. */
final class Story {

    static final DeploymentId HELLO = DeploymentId.of("hello", "daily");
    static final RunnerId RUNNER = RunnerId.of("laptop", 1);

    private Story() {}

    static RunId requested(ProcessorBench bench) {
        bench.ask(put(document()));
        bench.ask(new RequestRun(HELLO, null, Json.EMPTY_OBJECT));
        return ((RunRequested) bench.events().getLast()).run();
    }

    static RunId leased(ProcessorBench bench, Fence fence) {
        var run = requested(bench);
        bench.report(new LeaseRun(run, RUNNER, fence));
        return run;
    }

    static void assertRefused(Reply reply, String code) {
        assertThat(reply).isInstanceOf(Rejected.class);
        assertThat(((Rejected) reply).code()).isEqualTo(code);
    }

    static PutDeployment put(DeploymentDocument document) {
        return new PutDeployment("hello", "daily", document);
    }

    static DeploymentDocument document() {
        return document(DeploymentDocument.DEFAULT_POOL);
    }

    static DeploymentDocument document(String pool) {
        return document(pool, List.of());
    }

    static DeploymentDocument document(Map<String, String> environment) {
        return document(DeploymentDocument.DEFAULT_POOL, List.of(), environment);
    }

    static DeploymentDocument document(String pool, List<ScheduleDocument> schedules) {
        return document(pool, schedules, Map.of());
    }

    static DeploymentDocument document(
            String pool, List<ScheduleDocument> schedules, Map<String, String> environment) {
        return document(pool, schedules, environment, null, null);
    }

    static DeploymentDocument limited(int limit, Collision collision) {
        return limited(limit, collision, null);
    }

    static DeploymentDocument limited(int limit, Collision collision, @Nullable RetryPolicy retry) {
        return document(
                DeploymentDocument.DEFAULT_POOL,
                List.of(),
                Map.of(),
                new Concurrency(limit, collision),
                retry);
    }

    private static DeploymentDocument document(
            String pool,
            List<ScheduleDocument> schedules,
            Map<String, String> environment,
            @Nullable Concurrency concurrency,
            @Nullable RetryPolicy retry) {
        return new DeploymentDocument(
                null,
                null,
                List.of(),
                Map.of(),
                new Entrypoint.Command(List.of("echo", "hello")),
                null,
                null,
                Json.EMPTY_OBJECT,
                null,
                environment,
                schedules,
                pool,
                Infrastructure.PROCESS,
                null,
                null,
                true,
                concurrency,
                retry,
                null);
    }

    static ProcessorBench serving(Set<String> pools, MemoryLog log) {
        var settings =
                ProcessorSettings.of(
                        ProcessorBench.PARTITIONS,
                        "urn:orrery:bench",
                        pools,
                        ProcessorBench.PUBLISHERS);
        return new ProcessorBench(settings, log, ProcessorBench.START);
    }

    static DeploymentDocument scheduled(long seconds) {
        return scheduled(DeploymentDocument.DEFAULT_POOL, seconds);
    }

    static DeploymentDocument scheduled(String pool, long seconds) {
        var interval = new ScheduleDocument.Interval(seconds, null);
        return document(
                pool, List.of(new ScheduleDocument("often", interval, Json.EMPTY_OBJECT, true)));
    }

    /** Makes up for every nominal time that was missed, until its end. */
    static ScheduleDocument persistent(String name, long seconds, @Nullable Instant end) {
        return new ScheduleDocument(
                name,
                new ScheduleDocument.Interval(seconds, null),
                null,
                null,
                Json.EMPTY_OBJECT,
                true,
                null,
                end,
                0,
                new CatchUp(CatchUp.CatchUpPolicy.ALL, null));
    }

    static byte[] bytes(@Nullable String text) {
        return String.valueOf(text).getBytes(StandardCharsets.UTF_8);
    }
}
