package dev.orrery.cli.audit;

import dev.orrery.cli.terminal.Terminal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** The commands that audit. */
public final class AuditGroup {

    private AuditGroup() {}

    /** Each by its word, made when it is asked for. */
    public static Map<String, Supplier<Object>> commands(Terminal terminal) {
        var commands = new LinkedHashMap<String, Supplier<Object>>();
        commands.put("history", () -> new AuditHistory(terminal));
        commands.put("why", () -> new AuditWhy(terminal));
        commands.put("diff", () -> new AuditDiff(terminal));
        commands.put("asof", () -> new AuditAsOf(terminal));
        commands.put("export", () -> new AuditExport(terminal));
        commands.put("verify", () -> new AuditVerify(terminal));
        commands.put("checkpoint", () -> new AuditCheckpoint(terminal));
        commands.put("rebuild", () -> new AuditRebuild(terminal));
        return commands;
    }
}
