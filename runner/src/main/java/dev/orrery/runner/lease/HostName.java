package dev.orrery.runner.lease;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** What the machine is called, unless the settings say otherwise. */
final class HostName {

    static final int CHARACTERS_MAX = 64;

    private HostName() {}

    static String ofMachine() {
        try {
            // Only what the name of a topic can hold: no '@', which ends the name in a runner's id.
            String host =
                    InetAddress.getLocalHost().getHostName().replaceAll("[^A-Za-z0-9._-]", "-");
            return host.substring(0, Math.min(host.length(), CHARACTERS_MAX));
        } catch (UnknownHostException _) {
            return "runner";
        }
    }
}
