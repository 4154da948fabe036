package dev.orrery.cli.audit;

import dev.orrery.cli.terminal.Terminal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** The commands of {@code orrery audit}. */
public final class AuditGroup {

    private AuditGroup() {}

    /** Each by its word. */
    public static Map<String, Supplier<Object>> of(Terminal terminal) {
        var group = new LinkedHashMap<String, Supplier<Object>>();
        group.put("verify", () -> new AuditVerify(terminal));
        group.put("checkpoint", () -> new AuditCheckpoint(terminal));
        return group;
    }
}
