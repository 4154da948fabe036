package dev.orrery.verify.server;

import dev.orrery.schemas.registry.Compatibility;
import dev.orrery.server.embedded.DataFolder;
import dev.orrery.server.embedded.EmbeddedKafka;
import dev.orrery.server.embedded.registry.EmbeddedRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialAlteration;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.acl.AclBinding;

/** A Kafka that asks everybody who they are, over SASL_SSL, and a registry that it knows. */
public final class SecuredKafka implements AutoCloseable {

    private static final String ADMIN = "admin";
    private static final String PASSWORD = "not-a-s3cret";
    private static final String PLAIN = "org.apache.kafka.common.security.plain.PlainLoginModule";
    private static final String SCRAM = "org.apache.kafka.common.security.scram.ScramLoginModule";
    private static final int ITERATIONS = 4_096;

    private final Path certificate;
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final String bootstrapServers;
    private final String registry;

    private SecuredKafka(Path data) throws IOException, InterruptedException {
        var keys = data.resolve("broker.p12");
        certificate = data.resolve("broker.pem");
        Files.createDirectories(data);
        certify(keys, certificate);
        var folder = opened(DataFolder.claim(data.resolve("kafka-and-registry")));
        var kafka =
                opened(EmbeddedKafka.start(folder, new EmbeddedKafka.Settings(0, broker(keys))));
        bootstrapServers = kafka.bootstrapServers();
        var own = new HashMap<String, String>();
        ofAdmin().forEach((name, value) -> own.put(name, value.toString()));
        var settings = new EmbeddedRegistry.Settings(0, Compatibility.FULL_TRANSITIVE, own);
        registry = opened(EmbeddedRegistry.start(folder, settings)).url();
    }

    /**
     * @param users who may come in
     * @param acls what they may do; nobody else may do anything
     */
    public static SecuredKafka start(Path data, List<String> users, Collection<AclBinding> acls)
            throws Exception {
        var kafka = new SecuredKafka(data);
        try (var admin = Admin.create(kafka.ofAdmin())) {
            admin.alterUserScramCredentials(users.stream().map(SecuredKafka::user).toList())
                    .all()
                    .get(1, TimeUnit.MINUTES);
            admin.createAcls(acls).all().get(1, TimeUnit.MINUTES);
            return kafka;
        } catch (ExecutionException | TimeoutException failure) {
            kafka.close();
            throw failure;
        }
    }

    private <T extends AutoCloseable> T opened(T part) {
        open.push(part);
        return part;
    }

    private Map<String, Object> ofAdmin() {
        return clients(ADMIN, "PLAIN", PLAIN);
    }

    private static UserScramCredentialAlteration user(String name) {
        return new UserScramCredentialUpsertion(
                name,
                new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, ITERATIONS),
                PASSWORD.getBytes(StandardCharsets.UTF_8));
    }

    /** Settings of a client of Kafka, by Kafka's names. */
    public Map<String, Object> clients(String user) {
        return clients(user, "SCRAM-SHA-512", SCRAM);
    }

    private Map<String, Object> clients(String user, String mechanism, String module) {
        return Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "security.protocol",
                "SASL_SSL",
                "sasl.mechanism",
                mechanism,
                "sasl.jaas.config",
                login(module, user) + ";",
                "ssl.truststore.type",
                "PEM",
                "ssl.truststore.location",
                certificate.toString());
    }

    /** Settings of a node. */
    public Map<String, String> settings(String user) {
        var settings = new HashMap<String, String>();
        clients(user).forEach((name, value) -> settings.put("kafka." + name, value.toString()));
        settings.put("schema.registry.url", registry);
        return settings;
    }

    /** Listeners keep their names; what is spoken there is another thing. */
    private static Map<String, String> broker(Path keys) {
        return Map.ofEntries(
                Map.entry(
                        "listener.security.protocol.map",
                        "PLAINTEXT:SASL_SSL,CONTROLLER:PLAINTEXT"),
                Map.entry("inter.broker.listener.name", "PLAINTEXT"),
                Map.entry("sasl.enabled.mechanisms", "SCRAM-SHA-512,PLAIN"),
                Map.entry("sasl.mechanism.inter.broker.protocol", "PLAIN"),
                Map.entry(
                        "listener.name.plaintext.plain.sasl.jaas.config",
                        login(PLAIN, ADMIN) + " user_" + ADMIN + "=\"" + PASSWORD + "\";"),
                Map.entry(
                        "listener.name.plaintext.scram-sha-512.sasl.jaas.config",
                        SCRAM + " required;"),
                Map.entry("ssl.keystore.type", "PKCS12"),
                Map.entry("ssl.keystore.location", keys.toString()),
                Map.entry("ssl.keystore.password", PASSWORD),
                Map.entry("ssl.truststore.type", "PKCS12"),
                Map.entry("ssl.truststore.location", keys.toString()),
                Map.entry("ssl.truststore.password", PASSWORD),
                Map.entry(
                        "authorizer.class.name",
                        "org.apache.kafka.metadata.authorizer.StandardAuthorizer"),
                // The controller is asked without a name, by this broker alone.
                Map.entry("super.users", "User:" + ADMIN + ";User:ANONYMOUS"));
    }

    private static String login(String module, String user) {
        return module + " required username=\"" + user + "\" password=\"" + PASSWORD + "\"";
    }

    private static void certify(Path keys, Path certificate)
            throws IOException, InterruptedException {
        keytool(
                keys,
                "-genkeypair -alias kafka -keyalg EC -dname CN=kafka -ext san=ip:127.0.0.1"
                        + " -storetype PKCS12");
        keytool(keys, "-exportcert -rfc -alias kafka -file " + certificate);
        // A store of keys is trusted only for what it names as somebody else's.
        keytool(keys, "-importcert -noprompt -alias trusted -file " + certificate);
    }

    private static void keytool(Path keys, String words) throws IOException, InterruptedException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(words.split(" ", -1)));
        command.addAll(List.of("-keystore", keys.toString(), "-storepass", PASSWORD));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("keytool: " + said);
        }
    }

    @Override
    public void close() throws Exception {
        while (!open.isEmpty()) {
            open.pop().close();
        }
    }
}
