package dev.orrery.server.node;

import dev.orrery.projections.peer.NodeAddress;
import dev.orrery.runner.lease.RunnerSettings;
import dev.orrery.runner.work.WorkSettings;
import dev.orrery.schemas.artifact.ArtifactLimits;
import dev.orrery.schemas.deployment.DeploymentDocument;
import dev.orrery.schemas.http.Role;
import dev.orrery.schemas.registry.RegistrySettings;
import dev.orrery.schemas.topic.TopicSettings;
import dev.orrery.schemas.topic.Topics;
import dev.orrery.server.embedded.StartRefused;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What can be set of a process; the names are those of {@code server.properties}.
 *
 * @param roles what it does
 * @param host where HTTP listens
 * @param port where HTTP listens, 0 for a free one; none where nothing is to be answered
 * @param advertised where other nodes and clients reach HTTP; where it listens where it is empty
 * @param data the folder of everything that must survive a restart
 * @param partitions of the log
 * @param pools the work pools that are served
 * @param runnerHost the name that this machine has for deployments whose code is on it alone; the
 *     machine's own where it is empty
 * @param runnerCapacity how many runs this process executes at once
 * @param lease how long a lease holds without a renewal
 * @param lateAfter how long a run may wait for a runner before it is called late
 * @param standbyReplicas how many other nodes keep a copy of what this one decides and shows by
 * @param commandTimeout how long HTTP waits for the answer to a command
 * @param drain how long runs may go on when the process is asked to stop
 * @param grace how long a process may take to end before it is killed
 * @param secrets a folder with a file for each secret, asked after the environment
 * @param commandsInFlightMax how many commands may wait for their answer; more get a 429
 * @param artifactLimits how much code can be pushed at once
 * @param kafka settings of Kafka clients; without {@code bootstrap.servers}, a broker is embedded
 * @param registry settings of the registry client; without {@code schema.registry.url}, a registry
 *     is embedded
 * @param clusterKeyFile the keys of the cluster; without it, one is made where Kafka is embedded
 * @param unsignedRole what a record of {@code orrery.commands} may do that the api did not sign;
 *     nothing where it is empty
 */
public record NodeSettings(
        Set<NodeRole> roles,
        String host,
        OptionalInt port,
        Optional<NodeAddress> advertised,
        Path data,
        int partitions,
        List<String> pools,
        Optional<String> runnerHost,
        int runnerCapacity,
        Duration lease,
        Duration lateAfter,
        int standbyReplicas,
        Duration commandTimeout,
        Duration drain,
        Duration grace,
        Optional<Path> secrets,
        int commandsInFlightMax,
        ArtifactLimits artifactLimits,
        Map<String, String> kafka,
        Map<String, String> registry,
        Optional<Path> clusterKeyFile,
        Optional<Role> unsignedRole) {

    private static final int PORT = 4200;
    private static final int ARTIFACT_BYTES_MAX = 128 * 1024 * 1024;
    private static final String KAFKA = "kafka.";
    private static final String UNSIGNED_ROLE = "commands.role";
    private static final List<String> REGISTRY =
            List.of("schema.registry.", "basic.auth.", "bearer.auth.");
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "::1");
    private static final Set<String> EVERY_ADDRESS = Set.of("0.0.0.0", "::");
    private static final int STANDBY_REPLICAS_MAX = 3;

    public NodeSettings {
        roles = Set.copyOf(roles);
        data = data.toAbsolutePath().normalize();
        pools = List.copyOf(pools);
        kafka = Map.copyOf(kafka);
        registry = Map.copyOf(registry);
    }

    /** What a server needs, and who only reads the log does not. */
    void requireRegistryOfEveryNode() {
        if (!embedsKafka() && embedsRegistry()) {
            throw new StartRefused(
                    "A Kafka of your own needs a schema registry of your own, that every node and"
                            + " client can reach; set schema.registry.url.");
        }
    }

    public boolean embedsKafka() {
        return !kafka.containsKey("bootstrap.servers");
    }

    public boolean embedsRegistry() {
        return registry.getOrDefault("schema.registry.url", "").isEmpty();
    }

    /** Whether it executes runs and nothing else. */
    public boolean isRunnerAlone() {
        return roles.equals(Set.of(NodeRole.RUNNER));
    }

    public boolean has(NodeRole role) {
        return roles.contains(role);
    }

    /**
     * Reads settings; what is absent has its default.
     *
     * @throws StartRefused when a setting is wrong, with its name
     */
    public static NodeSettings of(Map<String, String> settings) {
        var read = new SettingsReader(settings);
        var kafka = read.below(KAFKA);
        // Ours, and not for a client of Kafka.
        var unsignedRole = kafka.remove(UNSIGNED_ROLE);
        var roles = NodeRole.parse(read.text("roles", "api,processor,projector,runner"));
        var result =
                new NodeSettings(
                        roles,
                        httpHost(read),
                        port(read, roles),
                        advertised(read),
                        read.folder("data.dir", ".orrery"),
                        read.number("partitions", TopicSettings.PARTITIONS_DEFAULT, 1, 1_000),
                        pools(read.list("pools", DeploymentDocument.DEFAULT_POOL)),
                        host(read.text("runner.host", "")),
                        read.number("runner.capacity", capacity(), 1, RunnerSettings.CAPACITY_MAX),
                        read.seconds("lease.seconds", 15),
                        read.seconds("run.late.seconds", 15),
                        read.number(
                                "standby.replicas",
                                isAlone(settings) ? 0 : 1,
                                0,
                                STANDBY_REPLICAS_MAX),
                        read.seconds("command.timeout.seconds", 10),
                        read.seconds("runner.drain.seconds", 5, RunnerSettings.DRAIN_MAX),
                        read.seconds("runner.grace.seconds", 10, WorkSettings.GRACE_MAX),
                        secrets(read),
                        read.number("commands.in.flight.max", 512, 1, 65_536),
                        ArtifactLimits.ofContent(
                                read.number(
                                        "artifacts.bytes.max",
                                        (int) ArtifactLimits.USUAL.contentBytesMax(),
                                        1,
                                        ARTIFACT_BYTES_MAX)),
                        kafka,
                        registry(settings),
                        read.file("cluster.key.file"),
                        unsignedRole(unsignedRole, kafka));
        read.requireAllKnown(name -> isOfRegistry(name) && RegistrySettings.isName(name));
        KafkaSettings.check(result.kafka());
        if (!result.embedsRegistry()) {
            var _ = result.registryClient();
        }
        return result;
    }

    /**
     * How to reach a registry of one's own.
     *
     * @throws StartRefused when one of its settings is wrong, with its name
     */
    RegistrySettings registryClient() {
        try {
            return RegistrySettings.from(registry);
        } catch (IllegalArgumentException wrong) {
            // Its sentence names the setting, and repeats no password.
            throw new StartRefused(String.valueOf(wrong.getMessage()), wrong);
        }
    }

    /** Whoever reaches the embedded Kafka is on this machine, and may do there what runs do. */
    private static Optional<Role> unsignedRole(@Nullable String name, Map<String, String> kafka) {
        if (name == null) {
            return kafka.containsKey("bootstrap.servers")
                    ? Optional.empty()
                    : Optional.of(Role.OPERATOR);
        }
        if (name.equals("none")) {
            return Optional.empty();
        }
        for (var role : Role.values()) {
            if (role.name().toLowerCase(Locale.ROOT).equals(name)) {
                return Optional.of(role);
            }
        }
        throw new StartRefused(
                "The setting kafka.commands.role takes none, viewer, runner, operator, editor or"
                        + " admin, not '"
                        + name
                        + "'.");
    }

    /** A node with no API says on the port that is named for it how it is, and no more. */
    private static OptionalInt port(SettingsReader read, Set<NodeRole> roles) {
        var name = "http.port";
        return read.text(name, "").isEmpty() && !roles.contains(NodeRole.API)
                ? OptionalInt.empty()
                : OptionalInt.of(read.number(name, PORT, 0, 65_535));
    }

    /** Nobody is asked yet who they are, so whoever reaches the port may do everything. */
    private static String httpHost(SettingsReader read) {
        var host = read.text("http.host", "127.0.0.1");
        boolean insecure = read.isTrue("http.insecure");
        if (!LOOPBACK.contains(host) && !insecure) {
            throw new StartRefused(
                    "HTTP binds loopback only as long as nobody is asked who they are; set"
                            + " http.host to 127.0.0.1, or http.insecure to true where everybody"
                            + " who reaches "
                            + host
                            + " may run what they like.");
        }
        return host;
    }

    private static Optional<NodeAddress> advertised(SettingsReader read) {
        var text = read.text("http.advertised", "");
        try {
            return text.isEmpty() ? Optional.empty() : Optional.of(NodeAddress.parse(text));
        } catch (IllegalArgumentException malformed) {
            throw new StartRefused(
                    "The setting http.advertised takes host:port, not '" + text + "'.", malformed);
        }
    }

    private static boolean isAlone(Map<String, String> settings) {
        return settings.getOrDefault("kafka.bootstrap.servers", "").isBlank();
    }

    /** Whether several nodes may share the work. */
    boolean isInCluster() {
        return !embedsKafka();
    }

    /**
     * Where other nodes reach this one.
     *
     * @param bound the port that HTTP has
     */
    NodeAddress address(int bound) {
        return advertised.orElseGet(() -> new NodeAddress(host, bound));
    }

    /** What an address that means every one of a machine does not say: which one to ask. */
    void requireAddressForOthers() {
        if (isInCluster() && has(NodeRole.PROJECTOR) && !has(NodeRole.API)) {
            throw new StartRefused(
                    "What a projector without the api has can't be read by anybody; add api to the"
                            + " setting roles, or leave projector out.");
        }
        if (isInCluster() && advertised.isEmpty() && EVERY_ADDRESS.contains(host)) {
            throw new StartRefused(
                    "Other nodes can't reach this one at "
                            + host
                            + "; set http.advertised to the host:port at which they can.");
        }
    }

    private static Optional<Path> secrets(SettingsReader read) {
        var name = "runner.secrets.dir";
        if (read.text(name, "").isEmpty()) {
            return Optional.empty();
        }
        var folder = read.folder(name, "").toAbsolutePath().normalize();
        if (!Files.isDirectory(folder) || !Files.isExecutable(folder)) {
            throw new StartRefused(
                    "The setting "
                            + name
                            + " names "
                            + folder
                            + ", which is no folder that can be opened.");
        }
        return Optional.of(folder);
    }

    private static Optional<String> host(String name) {
        if (name.isEmpty()) {
            return Optional.empty();
        }
        if (!Topics.isHost(name)) {
            throw new StartRefused(
                    "The setting runner.host is '"
                            + name
                            + "', and a host is named with 1 to 100 letters, digits, '.', '_' and"
                            + " '-'.");
        }
        return Optional.of(name);
    }

    private static List<String> pools(List<String> names) {
        var seen = new HashSet<String>();
        for (var name : names) {
            if (!RunnerSettings.isPool(name)) {
                throw new StartRefused(
                        "The setting pools has '"
                                + name
                                + "', and a work pool is named with 1 to 200 letters, digits, '.',"
                                + " '_' and '-'.");
            }
            // Kafka takes no two topics whose names differ only so.
            if (!seen.add(name.replace('.', '_'))) {
                throw new StartRefused(
                        "The setting pools has '"
                                + name
                                + "' twice; '.' and '_' don't make a difference.");
            }
        }
        return names;
    }

    private static int capacity() {
        return Math.max(8, 4 * Runtime.getRuntime().availableProcessors());
    }

    private static boolean isOfRegistry(String name) {
        return REGISTRY.stream().anyMatch(name::startsWith);
    }

    /**
     * The registry's settings keep the names that Confluent's clients give them; one of them means
     * something when it is blank.
     */
    private static Map<String, String> registry(Map<String, String> settings) {
        var registry = new HashMap<String, String>();
        settings.forEach((name, value) -> {
            if (isOfRegistry(name)) {
                registry.put(name, value.strip());
            }
        });
        return registry;
    }
}
