package dev.orrery.schemas.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One certificate for both sides: each trusts itself and nobody else. */
class RegistryTlsTest {
    private static final String PASSWORD = "changeit";

    @Test
    void trusts_and_shows_the_certificates_that_the_settings_name(@TempDir Path folder)
            throws Exception {
        Path store = folder.resolve("store.p12");
        Path certificate = folder.resolve("certificate.pem");
        keytool(
                "-genkeypair",
                "-alias",
                "a",
                "-keyalg",
                "EC",
                "-dname",
                "CN=test",
                "-ext",
                "san=ip:127.0.0.1",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD);
        keytool(
                "-exportcert",
                "-rfc",
                "-alias",
                "a",
                "-file",
                certificate.toString(),
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD);
        HttpsServer server = serve(store);
        Map<String, String> settings = new HashMap<>();
        settings.put("schema.registry.url", "https://127.0.0.1:" + server.getAddress().getPort());
        settings.put("max.retries", "0");
        try {
            assertThat(refusal(settings)).hasMessageContaining("don't agree on TLS");

            settings.put("schema.registry.ssl.truststore.location", certificate.toString());
            settings.put("schema.registry.ssl.truststore.type", "PEM");
            assertThat(refusal(settings).kind()).isEqualTo(RegistryException.Kind.UNREACHABLE);

            settings.put("schema.registry.ssl.keystore.location", store.toString());
            settings.put("schema.registry.ssl.keystore.type", "PKCS12");
            settings.put("schema.registry.ssl.keystore.password", PASSWORD);
            assertThat(ask(settings)).isEqualTo(Schema.create(Schema.Type.STRING));
        } finally {
            server.stop(0);
        }
    }

    private static Schema ask(Map<String, String> settings) {
        try (HttpSchemaRegistry registry =
                new HttpSchemaRegistry(RegistrySettings.from(settings))) {
            return registry.schema(1);
        }
    }

    private static RegistryException refusal(Map<String, String> settings) {
        return catchThrowableOfType(RegistryException.class, () -> ask(settings));
    }

    /** A server that lets nobody in without a certificate. */
    private static HttpsServer serve(Path store) throws IOException {
        TlsStores.Store both = new TlsStores.Store(store, "PKCS12", Optional.of(PASSWORD));
        SSLContext context =
                new TlsStores(Optional.of(both), Optional.of(both), Optional.empty()).context();
        HttpsServer server =
                HttpsServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
        server.setHttpsConfigurator(
                new HttpsConfigurator(context) {
                    @Override
                    public void configure(HttpsParameters parameters) {
                        SSLParameters needed = getSSLContext().getDefaultSSLParameters();
                        needed.setNeedClientAuth(true);
                        parameters.setSSLParameters(needed);
                    }
                });
        server.createContext(
                "/",
                exchange -> {
                    byte[] bytes = "{\"schema\": \"\\\"string\\\"\"}".getBytes(UTF_8);
                    exchange.sendResponseHeaders(200, bytes.length);
                    exchange.getResponseBody().write(bytes);
                    exchange.close();
                });
        server.start();
        return server;
    }

    private static void keytool(String... arguments) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments));
        Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(keytool.getInputStream().readAllBytes(), UTF_8);
        assertThat(keytool.waitFor()).as(said).isZero();
    }
}
