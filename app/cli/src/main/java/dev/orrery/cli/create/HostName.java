package dev.orrery.cli.create;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** What this machine is called, made by the rule that its runners make theirs by. */
public final class HostName {

    private static final int CHARACTERS_MAX = 64;

    private HostName() {}

    public static String ofMachine() {
        try {
            var host = InetAddress.getLocalHost().getHostName().replaceAll("[^A-Za-z0-9._-]", "-");
            return host.substring(0, Math.min(host.length(), CHARACTERS_MAX));
        } catch (UnknownHostException _) {
            return "runner";
        }
    }
}
