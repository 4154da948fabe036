package dev.orrery.cli.http;

import java.security.NoSuchAlgorithmException;
import javax.net.ssl.SSLContext;

/** The client of the JDK makes itself ready for TLS, at a cost, also where there is none. */
final class Tls {

    private Tls() {}

    /** Never set up, since an address without TLS never asks for it. */
    static SSLContext none() {
        try {
            return SSLContext.getInstance("TLS");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has TLS", impossible);
        }
    }
}
