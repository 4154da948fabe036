package dev.orrery.schemas.registry;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * The key stores of a TLS connection: whom we trust, and, if the registry asks, who we are.
 *
 * @param keyPassword of the key in `own`, if not the password of its store
 */
record TlsStores(Optional<Store> trusted, Optional<Store> own, Optional<String> keyPassword) {
    /**
     * @param type JKS, PKCS12, or for trusted certificates PEM
     */
    record Store(Path location, String type, Optional<String> password) {
        @Override
        public String toString() {
            return type + " " + location;
        }
    }

    static Optional<TlsStores> from(NamedSettings settings) {
        if (settings.values().containsKey("schema.registry.ssl.endpoint.identification.algorithm")
                && settings.own("ssl.endpoint.identification.algorithm").isEmpty()) {
            throw new IllegalArgumentException(
                    "The setting schema.registry.ssl.endpoint.identification.algorithm is blank,"
                            + " and a registry whose name is not checked is not supported.");
        }
        Optional<Store> trusted = store(settings, "ssl.truststore.");
        Optional<Store> own = store(settings, "ssl.keystore.");
        if (own.isPresent() && own.get().type().equals("PEM")) {
            throw new IllegalArgumentException(
                    "The setting schema.registry.ssl.keystore.type is PEM, and has to be PKCS12 or"
                            + " JKS.");
        }
        return trusted.isEmpty() && own.isEmpty()
                ? Optional.empty()
                : Optional.of(new TlsStores(trusted, own, settings.own("ssl.key.password")));
    }

    private static Optional<Store> store(NamedSettings settings, String prefix) {
        String type = settings.own(prefix + "type").orElse("JKS").toUpperCase(Locale.ROOT);
        return settings.own(prefix + "location")
                .map(at -> new Store(Path.of(at), type, settings.own(prefix + "password")));
    }

    SSLContext context() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            TrustManagerFactory trust =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted.isPresent() ? load(trusted.get()) : null);
            KeyManagerFactory keys =
                    KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            if (own.isPresent()) {
                keys.init(load(own.get()), chars(keyPassword.or(() -> own.get().password())));
            } else {
                keys.init(null, null);
            }
            context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(
                    "The key stores of the registry's TLS settings can't be used: "
                            + e.getMessage(),
                    e);
        }
    }

    private static KeyStore load(Store store) throws GeneralSecurityException {
        try (InputStream in = Files.newInputStream(store.location())) {
            if (!store.type().equals("PEM")) {
                KeyStore loaded = KeyStore.getInstance(store.type());
                loaded.load(in, chars(store.password()));
                return loaded;
            }
            KeyStore loaded = KeyStore.getInstance("PKCS12");
            loaded.load(null, null);
            for (Certificate each :
                    CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                loaded.setCertificateEntry("certificate-" + loaded.size(), each);
            }
            return loaded;
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "The key store %s of the registry's TLS settings can't be read: %s."
                            .formatted(store, e.getMessage()),
                    e);
        }
    }

    private static char @Nullable [] chars(Optional<String> password) {
        return password.map(String::toCharArray).orElse(null);
    }

    @Override
    public String toString() {
        return "trusted " + trusted + ", own " + own;
    }
}
