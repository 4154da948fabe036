package dev.orrery.commands.processor;

import dev.orrery.schemas.avro.Codec;
import dev.orrery.schemas.command.Command;
import dev.orrery.schemas.envelope.Actors;
import dev.orrery.schemas.envelope.CommandHeader;
import dev.orrery.schemas.envelope.HeaderNames;
import dev.orrery.schemas.http.CommandRoles;
import dev.orrery.schemas.http.Role;
import dev.orrery.schemas.reply.Refusal;
import dev.orrery.schemas.reply.Reply.Rejected;
import dev.orrery.schemas.signature.CommandSignature;
import java.util.Locale;
import java.util.Objects;

/**
 * Says who asks, and whether they may. It looks at nothing but the record, so that one that was
 * forwarded is judged again where it is decided, and nothing is believed for the topic it is on.
 */
final class Authority {

    /** Who asks a command. */
    sealed interface Caller {

        /** As whom the command is answered, and what was refused is kept. */
        CommandHeader header();

        /**
         * Somebody who may ask it.
         *
         * @param header with the actor as it stands in events
         */
        record Allowed(CommandHeader header) implements Caller {}

        /**
         * Somebody who may not.
         *
         * @param header with the actor as a claim, whatever the record says
         * @param refusal why
         */
        record Refused(CommandHeader header, Rejected refusal) implements Caller {}
    }

    private final Publishers publishers;
    private final Codec<Command> codec;

    Authority(Publishers publishers, Codec<Command> codec) {
        this.publishers = publishers;
        this.codec = codec;
    }

    /**
     * @param header as the record says it
     * @param command that could be read of the record
     */
    Caller judge(Inbound in, CommandHeader header, Command command) {
        return switch (signature(in)) {
            case RIGHT -> new Caller.Allowed(header);
            case NONE -> unsigned(header, command);
            case WRONG ->
                    new Caller.Refused(
                            claimed(header),
                            Refusal.SIGNATURE_INVALID.of(
                                    HeaderNames.SIGNATURE,
                                    "The signature is of no key of this cluster, or of another"
                                            + " record; send the command to the api, or without a"
                                            + " signature. If it is from the api, give all nodes"
                                            + " the same cluster.key.file."));
        };
    }

    private CommandSignature.Found signature(Inbound in) {
        var value = Objects.requireNonNull(in.value(), "it was read");
        return CommandSignature.in(
                publishers.keys(), in.headers(), in.key(), codec.fingerprintOf(value), value);
    }

    private Caller unsigned(CommandHeader header, Command command) {
        var claimed = claimed(header);
        if (!Actors.isClaim(header.actor())) {
            return new Caller.Refused(
                    claimed,
                    Refusal.INVALID_REQUEST.of(
                            HeaderNames.ACTOR,
                            "Who asks is named with 1 to "
                                    + Actors.CLAIM_CHARACTERS_MAX
                                    + " printable ASCII characters, no spaces."));
        }
        var needed = CommandRoles.needed(command);
        return publishers.unsigned().filter(role -> role.includes(needed)).isPresent()
                ? new Caller.Allowed(claimed)
                : new Caller.Refused(claimed, missing(needed));
    }

    private static CommandHeader claimed(CommandHeader header) {
        return header.by(Actors.unverified(header.actor()));
    }

    private static Rejected missing(Role needed) {
        return Refusal.ROLE_MISSING.because(
                "The command needs the role "
                        + needed.name().toLowerCase(Locale.ROOT)
                        + ", which a record without a signature does not have here; send it to the"
                        + " api, or have the setting kafka.commands.role give that role.");
    }
}
