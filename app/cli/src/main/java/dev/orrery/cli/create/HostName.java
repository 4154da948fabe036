package dev.orrery.cli.create;

import dev.orrery.cli.terminal.Terminal;
import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * What this machine is called for deployments whose code is on it alone: as its runners call it by
 * {@code runner.host}, or else made by the rule that they make theirs by.
 */
public final class HostName {

    private static final int CHARACTERS_MAX = 64;

    private HostName() {}

    /** {@code ORRERY_HOST}, or the machine's own. */
    public static String of(Terminal terminal) {
        return terminal.variable("ORRERY_HOST").orElseGet(HostName::ofMachine);
    }

    private static String ofMachine() {
        try {
            var host = InetAddress.getLocalHost().getHostName().replaceAll("[^A-Za-z0-9._-]", "-");
            return host.substring(0, Math.min(host.length(), CHARACTERS_MAX));
        } catch (UnknownHostException _) {
            return "runner";
        }
    }
}
