package dev.orrery.commands.domain.deployment;

import dev.orrery.commands.domain.Limits;
import dev.orrery.schemas.command.DeploymentCommand.PutDeployment;
import dev.orrery.schemas.command.DeploymentCommand.RequestRun;
import dev.orrery.schemas.deployment.CodeSource;
import dev.orrery.schemas.deployment.DeploymentDocument;
import dev.orrery.schemas.deployment.Entrypoint;
import dev.orrery.schemas.deployment.Infrastructure;
import dev.orrery.schemas.reply.Refusal;
import dev.orrery.schemas.reply.Reply.Rejected;
import dev.orrery.schemas.topic.Topics;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a document must be like before it is accepted; the first thing wrong is named. */
public final class DocumentRules {

    /** Of the runner's machine, which need not have this one's operating system. */
    private static final Pattern ABSOLUTE_PATH = Pattern.compile("/|[A-Za-z]:[\\\\/]");

    private static final Pattern UPWARDS = Pattern.compile("(^|[/\\\\])\\.\\.([/\\\\]|$)");

    private static final Pattern ARTIFACT = Pattern.compile("[0-9a-f]{64}");

    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private final Set<String> pools;

    /**
     * @param pools the work pools that are served
     */
    public DocumentRules(Set<String> pools) {
        this.pools = Set.copyOf(pools);
    }

    Optional<Rejected> check(PutDeployment put) {
        var document = put.document();
        var wrong = new FirstWrong();
        wrong.name("/flow", put.flow());
        wrong.name("/name", put.name());
        checkLabels(wrong, document);
        checkEntrypoint(wrong, document.entrypoint());
        checkPath(wrong, document.path());
        checkCode(wrong, document);
        wrong.parameters("/parameters", document.parameters());
        checkEnvironment(wrong, document);
        checkSchedules(wrong, document);
        PolicyRules.check(wrong, document);
        checkInfrastructure(wrong, document.infrastructure());
        if (!serves(document.pool())) {
            wrong.refuse(
                    Refusal.POOL_UNKNOWN,
                    "/pool",
                    "There is no work pool '"
                            + FirstWrong.shown(document.pool())
                            + "'; the server's setting 'pools' names those that it serves.");
        }
        // Last, since it is far more than all the rest.
        ParameterRules.checkDocument(wrong, document);
        return wrong.found();
    }

    /**
     * Whether each schedule that is to fire has a next time. One that was there before may be over:
     * whoever changes a description need not tidy up.
     *
     * @param before the active schedules that there are
     */
    static Optional<Rejected> checkNext(PutDeployment put, Schedules before, Instant now) {
        var wrong = new FirstWrong();
        var schedules = put.document().schedules();
        for (int i = 0; i < schedules.size(); i++) {
            if (!before.includes(schedules.get(i))) {
                ScheduleRules.checkNext(wrong, "/schedules/" + i, schedules.get(i), now);
            }
        }
        return wrong.found();
    }

    /** Whether a run with these parameters can be made of the document, here and now. */
    Optional<Rejected> check(RequestRun command, DeploymentDocument document, Instant now) {
        // Checked when the document was accepted; since then the server may have other pools.
        if (!serves(document.pool())) {
            return Optional.of(Refusal.POOL_UNKNOWN.because(notServed(document.pool())));
        }
        var wrong = new FirstWrong();
        if (command.name() != null) {
            wrong.name("/name", command.name());
        }
        wrong.parameters("/parameters", command.parameters());
        wrong.merged("/parameters", document.parameters(), command.parameters());
        wrong.tags("/tags", command.tags());
        wrong.atMost("/tags", together(document.tags(), command.tags()).size(), Limits.TAGS_MAX);
        checkStart(wrong, command, now);
        ScheduleRules.checkTime(wrong, "/nominal", command.nominal());
        wrong.require(
                Math.abs(command.priority()) <= Limits.PRIORITY_MAX,
                "/priority",
                "A priority lies between -100 and 100.");
        return wrong.found()
                .or(() ->
                        ParameterRules.check(
                                document,
                                document.parameters().overlaidWith(command.parameters())));
    }

    /** The tags of the deployment and those of the request, each once. */
    static List<String> together(List<String> tags, List<String> more) {
        return Stream.concat(tags.stream(), more.stream()).distinct().toList();
    }

    private static void checkStart(FirstWrong wrong, RequestRun command, Instant now) {
        var scheduledFor = command.scheduledFor();
        var delaySeconds = command.delaySeconds();
        wrong.require(
                scheduledFor == null || delaySeconds == null,
                "/delaySeconds",
                "A run has a time or a delay, not both.");
        wrong.require(
                scheduledFor == null
                        || !scheduledFor.isAfter(now.plusSeconds(Limits.DELAY_SECONDS_MAX)),
                "/scheduledFor",
                "A run starts within 3660 days.");
        wrong.require(
                delaySeconds == null
                        || (delaySeconds >= 0 && delaySeconds <= Limits.DELAY_SECONDS_MAX),
                "/delaySeconds",
                "A delay has 0 seconds at least and 3660 days at most.");
    }

    /** Whether runners of this work pool are served. */
    public boolean serves(String pool) {
        return pools.contains(pool);
    }

    /** Why a deployment that was accepted before makes no runs now. */
    static String notServed(String pool) {
        return "The work pool '"
                + FirstWrong.shown(pool)
                + "' of the deployment is not served any more; serve it, or name another.";
    }

    private static void checkLabels(FirstWrong wrong, DeploymentDocument document) {
        wrong.optionalText(
                "/description", document.description(), Limits.DESCRIPTION_CHARACTERS_MAX);
        wrong.optionalText("/version", document.version(), Limits.NAME_CHARACTERS_MAX);
        wrong.optionalText("/owner", document.owner(), Limits.NAME_CHARACTERS_MAX);
        wrong.tags("/tags", document.tags());
        wrong.atMost("/labels", document.labels().size(), Limits.LABELS_MAX);
        document.labels()
                .forEach((name, value) -> {
                    var field = "/labels/" + FirstWrong.pointed(name);
                    wrong.text(field, name);
                    wrong.optionalText(field, value, Limits.NAME_CHARACTERS_MAX);
                });
    }

    private static void checkCode(FirstWrong wrong, DeploymentDocument document) {
        switch (document.code()) {
            case null -> {}
            case CodeSource.Pushed pushed -> {
                wrong.require(
                        ARTIFACT.matcher(pushed.artifact()).matches(),
                        "/code/artifact",
                        "An artifact is named by 64 hexadecimal digits in lower case.");
                requireNoPath(wrong, document);
            }
            case CodeSource.Host host -> {
                wrong.require(
                        Topics.canDispatch(document.pool(), host.host()),
                        "/code/host",
                        "A host has 1 to 100 letters, digits, '.', '_' or '-', and less where the"
                                + " name of the pool is long.");
                wrong.require(
                        document.path() != null,
                        "/path",
                        "Code that is on one host has a path there.");
            }
            case CodeSource.S3 store -> {
                wrong.text("/code/bucket", store.bucket());
                wrong.optionalText("/code/prefix", store.prefix(), Limits.PATH_CHARACTERS_MAX);
                wrong.optionalText("/code/endpoint", store.endpoint(), Limits.PATH_CHARACTERS_MAX);
                wrong.optionalText("/code/region", store.region(), Limits.NAME_CHARACTERS_MAX);
                requireNoPath(wrong, document);
            }
        }
    }

    private static void requireNoPath(FirstWrong wrong, DeploymentDocument document) {
        wrong.require(
                document.path() == null,
                "/path",
                "Code that is fetched has no path; leave it out.");
    }

    private static void checkPath(FirstWrong wrong, @Nullable String path) {
        wrong.optionalText("/path", path, Limits.PATH_CHARACTERS_MAX);
        wrong.require(
                path == null || ABSOLUTE_PATH.matcher(path).lookingAt(),
                "/path",
                "A path is absolute: it begins with / or with a drive such as C:\\.");
    }

    private static void checkEntrypoint(FirstWrong wrong, Entrypoint entrypoint) {
        switch (entrypoint) {
            case Entrypoint.Command c -> checkCommand(wrong, c.command());
            case Entrypoint.Python p -> {
                checkFile(wrong, p.path());
                wrong.text("/entrypoint/function", p.function());
            }
            case Entrypoint.Java j -> {
                checkFile(wrong, j.path());
                wrong.optionalText(
                        "/entrypoint/mainClass", j.mainClass(), Limits.NAME_CHARACTERS_MAX);
                wrong.optionalText("/entrypoint/method", j.method(), Limits.NAME_CHARACTERS_MAX);
            }
        }
    }

    /** Code is one folder, and what is executed is in it. */
    private static void checkFile(FirstWrong wrong, String path) {
        wrong.text("/entrypoint/path", path, Limits.PATH_CHARACTERS_MAX);
        wrong.require(
                !ABSOLUTE_PATH.matcher(path).lookingAt() && !UPWARDS.matcher(path).find(),
                "/entrypoint/path",
                "The file is inside the folder of the code: its path is relative and without"
                        + " '..'.");
    }

    private static void checkCommand(FirstWrong wrong, List<String> command) {
        wrong.require(
                !command.isEmpty(), "/entrypoint/command", "A command names at least the program.");
        wrong.atMost("/entrypoint/command", command.size(), Limits.ARGUMENTS_MAX);
        for (int i = 0; i < command.size(); i++) {
            var field = "/entrypoint/command/" + i;
            wrong.require(
                    i > 0 || !command.get(i).isBlank(),
                    field,
                    "A command begins with the name of a program.");
            wrong.optionalText(field, command.get(i), Limits.ARGUMENT_CHARACTERS_MAX);
        }
    }

    private static void checkEnvironment(FirstWrong wrong, DeploymentDocument document) {
        wrong.atMost("/environment", document.environment().size(), Limits.VARIABLES_MAX);
        document.environment()
                .forEach((name, value) -> {
                    var field = "/environment/" + FirstWrong.pointed(name);
                    wrong.require(
                            VARIABLE.matcher(name).matches()
                                    && name.length() <= Limits.NAME_CHARACTERS_MAX,
                            field,
                            "A variable's name has letters, digits and _, 255 at most, no digit"
                                    + " first.");
                    wrong.optionalText(field, value, Limits.VARIABLE_CHARACTERS_MAX);
                });
    }

    private static void checkSchedules(FirstWrong wrong, DeploymentDocument document) {
        wrong.atMost("/schedules", document.schedules().size(), Limits.SCHEDULES_MAX);
        var names = new HashSet<String>();
        for (int i = 0; i < document.schedules().size(); i++) {
            var schedule = document.schedules().get(i);
            var field = "/schedules/" + i;
            wrong.name(field + "/name", schedule.name());
            wrong.require(
                    names.add(schedule.name()),
                    field + "/name",
                    "Two schedules of a deployment can't have the same name.");
            ScheduleRules.check(wrong, field, schedule);
            wrong.parameters(field + "/parameters", schedule.parameters());
            wrong.merged(field + "/parameters", document.parameters(), schedule.parameters());
        }
    }

    private static void checkInfrastructure(FirstWrong wrong, Infrastructure infrastructure) {
        wrong.text("/infrastructure/type", infrastructure.type());
        wrong.require(
                infrastructure.settings().isObject(),
                "/infrastructure/settings",
                "Settings are a JSON object.");
        wrong.require(
                infrastructure.settings().bytes() <= Limits.SETTINGS_BYTES_MAX,
                "/infrastructure/settings",
                "Settings have 64 KiB at most.");
    }
}
