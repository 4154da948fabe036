package dev.orrery.flows.track;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;

/** What this machine is called, unless somebody says otherwise. */
public final class HostName {

    public static final int CHARACTERS_MAX = 64;

    private static final Path OF_SYSTEM = Path.of("/proc/sys/kernel/hostname");

    private HostName() {}

    /**
     * By which deployments say that their code is here alone, and the runners here that it is with
     * them: what the name of a topic can hold of the system's, and no '@', which ends the name in a
     * runner's id.
     */
    public static String ofRunners() {
        return ofRunners(ofSystem());
    }

    static String ofRunners(String host) {
        var name = host.replaceAll("[^A-Za-z0-9._-]", "-");
        return name.substring(0, Math.min(name.length(), CHARACTERS_MAX));
    }

    /** The system's own name for itself; to ask the network for it can take seconds. */
    static String ofSystem() {
        try {
            return Files.isReadable(OF_SYSTEM)
                    ? Files.readString(OF_SYSTEM).strip()
                    : InetAddress.getLocalHost().getHostName();
        } catch (IOException unknown) {
            return "localhost";
        }
    }
}
