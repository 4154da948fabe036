package dev.orrery.server.edge;

/** The names of machines. */
public final class Hosts {

    private Hosts() {}

    /** As it is written before a port: an IPv6 address stands in brackets. */
    public static String inAddress(String host) {
        return host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
    }
}
