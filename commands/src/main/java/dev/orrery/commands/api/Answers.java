package dev.orrery.commands.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.orrery.schemas.command.Command;
import dev.orrery.schemas.command.DeploymentCommand;
import dev.orrery.schemas.command.RunCommand;
import dev.orrery.schemas.command.ViewsCommand;
import dev.orrery.schemas.envelope.CommandHeader;
import dev.orrery.schemas.http.ApiProblem;
import dev.orrery.schemas.id.Position;
import dev.orrery.schemas.reply.Effect;
import dev.orrery.schemas.reply.Refusal;
import dev.orrery.schemas.reply.Reply;
import dev.orrery.schemas.reply.Reply.Accepted;
import dev.orrery.schemas.reply.Reply.Leased;
import dev.orrery.schemas.reply.Reply.Rejected;
import io.javalin.http.Context;
import java.util.List;
import java.util.Locale;

/** Writes what came of a command as an HTTP answer. */
final class Answers {

    /**
     * @param id of what was asked about or made
     * @param version of it
     * @param position token for reads that must see it
     * @param effect created, changed or unchanged
     * @param changed the names of a document's fields that differ, where it was one that changed
     */
    record Answer(
            String id,
            long version,
            String position,
            String effect,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> changed) {}

    private Answers() {}

    static void write(Context http, CommandHeader header, Command command, Reply reply) {
        http.header("Orrery-Command-Id", header.id().value());
        switch (reply) {
            case Accepted accepted -> accepted(http, header, command, accepted);
            case Rejected rejected ->
                    throw new ApiProblem(
                            refusal(rejected.code()),
                            rejected.message(),
                            rejected.field(),
                            rejected.errors());
            case Leased _ -> throw new IllegalStateException("a client was given a lease");
        }
    }

    private static void accepted(
            Context http, CommandHeader header, Command command, Accepted accepted) {
        var position = Position.of(accepted.partition(), accepted.sequence()).toString();
        var id = accepted.subject().toString();
        http.header("Orrery-Position", position);
        http.header("ETag", "\"" + accepted.version() + "\"");
        if (accepted.effect() == Effect.CREATED && !header.dryRun()) {
            http.status(201).header("Location", place(command) + id);
        }
        var effect = accepted.effect().name().toLowerCase(Locale.ROOT);
        http.json(new Answer(id, accepted.version(), position, effect, accepted.changed()));
    }

    private static String place(Command command) {
        return switch (command) {
            case DeploymentCommand.RequestRun _, RunCommand _ -> "/v1/runs/";
            case DeploymentCommand.BackfillSchedule c ->
                    "/v1/deployments/" + c.deployment() + "/backfills/";
            case DeploymentCommand _ -> "/v1/deployments/";
            case ViewsCommand _ -> ViewsRoutes.REBUILDS + "/";
        };
    }

    /** A code that only a newer processor knows is a plain refusal; its sentence says the rest. */
    private static Refusal refusal(String code) {
        for (var refusal : Refusal.values()) {
            if (refusal.name().equals(code)) {
                return refusal;
            }
        }
        return Refusal.INVALID_COMMAND;
    }
}
