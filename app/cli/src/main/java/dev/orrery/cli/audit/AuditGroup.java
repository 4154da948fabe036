package dev.orrery.cli.audit;

import dev.orrery.cli.terminal.Terminal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** The commands that ask the log. */
public final class AuditGroup {

    private AuditGroup() {}

    /** Each by its word. */
    public static Map<String, Supplier<Object>> of(Terminal terminal) {
        var group = new LinkedHashMap<String, Supplier<Object>>();
        group.put("export", () -> new AuditExport(terminal));
        return group;
    }
}
