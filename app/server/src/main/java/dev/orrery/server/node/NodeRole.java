package dev.orrery.server.node;

import dev.orrery.server.embedded.StartRefused;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** What a process does. */
public enum NodeRole {
    /** Answers HTTP. */
    API,
    /** Decides commands. */
    PROCESSOR,
    /** Builds views. */
    PROJECTOR,
    /** Executes runs. */
    RUNNER;

    /**
     * @throws StartRefused when a name is no role
     */
    static Set<NodeRole> parse(String names) {
        var roles = EnumSet.noneOf(NodeRole.class);
        for (var name : names.split(",", -1)) {
            try {
                roles.add(valueOf(name.strip().toUpperCase(Locale.ROOT)));
            } catch (IllegalArgumentException unknown) {
                throw new StartRefused(
                        "There is no role '"
                                + name.strip()
                                + "'; the setting roles takes api, processor, projector, runner.");
            }
        }
        return roles;
    }
}
