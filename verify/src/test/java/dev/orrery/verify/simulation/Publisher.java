package dev.orrery.verify.simulation;

import dev.orrery.commands.processor.Publishers;
import dev.orrery.schemas.command.Command;
import dev.orrery.schemas.command.DeploymentCommand.DeleteDeployment;
import dev.orrery.schemas.command.DeploymentCommand.PutDeployment;
import dev.orrery.schemas.command.DeploymentCommand.RollBackDeployment;
import dev.orrery.schemas.command.ViewsCommand;
import dev.orrery.schemas.http.Role;
import dev.orrery.schemas.reply.Refusal;
import dev.orrery.schemas.signature.ClusterKeys;
import dev.orrery.schemas.signature.CommandSignature;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.common.header.Headers;

/** Who writes a command, as far as the processor can know. */
enum Publisher {
    /** The api, with the cluster's key. */
    API,
    /** Somebody who only says who they are, and is an operator by the settings. */
    ANYBODY,
    /** Somebody who took the signature of another record. */
    FORGER;

    private static final ClusterKeys KEYS =
            ClusterKeys.parse("51".repeat(ClusterKeys.KEY_BYTES_MIN));

    /** Who may publish, as the processor is told. */
    static final Publishers ALL = new Publishers(KEYS, Optional.of(Role.OPERATOR));

    /** What the api calls the client. */
    static final String CLIENT = "ada";

    static Publisher any(Dice dice) {
        int roll = dice.below(100);
        return roll < 88 ? API : roll < 95 ? ANYBODY : FORGER;
    }

    /** Signs a record, or makes it look so. */
    void sign(Headers headers, byte[] key, Command command, byte[] value) {
        var fingerprint = World.CODECS.commands().fingerprint(command);
        switch (this) {
            case API -> CommandSignature.add(KEYS, headers, key, fingerprint, value);
            case ANYBODY -> {}
            case FORGER -> {
                CommandSignature.add(KEYS, headers, key, fingerprint, value);
                headers.add("ce_actor", "eve".getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    /** Who stands in the events of what they asked, if anybody may. */
    Optional<String> actor(Command command) {
        return switch (this) {
            case API -> Optional.of(CLIENT);
            case ANYBODY ->
                    refusal(command).isPresent() ? Optional.empty() : Optional.of("kafka:ada");
            case FORGER -> Optional.empty();
        };
    }

    /** Why it is never done, where it is not. */
    Optional<Refusal> refusal(Command command) {
        return switch (this) {
            case API -> Optional.empty();
            case ANYBODY ->
                    switch (command) {
                        case PutDeployment _,
                                DeleteDeployment _,
                                RollBackDeployment _,
                                ViewsCommand _ ->
                                Optional.of(Refusal.ROLE_MISSING);
                        default -> Optional.empty();
                    };
            case FORGER -> Optional.of(Refusal.SIGNATURE_INVALID);
        };
    }
}
