package dev.orrery.cli.audit;

import dev.orrery.cli.http.ApiOptions;
import dev.orrery.cli.terminal.ExitCode;
import dev.orrery.cli.terminal.Stop;
import dev.orrery.cli.terminal.Terminal;
import dev.orrery.schemas.checkpoint.Checkpoint;
import dev.orrery.schemas.checkpoint.SignedCheckpoint;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Signs what the log is now. */
@Command(
        name = "checkpoint",
        mixinStandardHelpOptions = true,
        description = {
            "Signs what the log is now, to be kept away from Kafka.",
            "What the checkpoint covers can't be changed later without 'orrery audit verify'"
                    + " finding it. The key stays on this machine."
        },
        footer = {
            "%nExamples:",
            "  orrery audit checkpoint --key audit.pem --new-key -o monday.json",
            "  orrery audit checkpoint --key audit.pem -o tuesday.json"
        })
public final class AuditCheckpoint implements Callable<Integer> {

    @Mixin private ApiOptions server = new ApiOptions();

    @Option(
            names = "--key",
            paramLabel = "FILE",
            required = true,
            description =
                    "The private key: Ed25519, PEM, such as 'openssl genpkey -algorithm ed25519'"
                            + " writes.")
    private String key = "";

    @Option(
            names = "--new-key",
            description = "Make the key first, and its public half as FILE.pub.")
    private boolean isNew;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "A file that is not there yet (default: printed).")
    private @Nullable String output;

    private final Terminal terminal;

    public AuditCheckpoint(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        var files = new Checkpoints(terminal);
        var unsigned = checkpoint(server.connect(terminal).get("/v1/audit/checkpoint").toString());
        var signed = SignedCheckpoint.sign(unsigned, isNew ? files.newKey(key) : files.key(key));
        if (output == null) {
            terminal.out().print(signed.json());
            terminal.out().flush();
        } else {
            files.write(output, signed.json());
            terminal.say(
                    "%d partitions, signed with the key %.16s."
                            .formatted(unsigned.places().size(), signed.key()));
        }
        return ExitCode.OK.number();
    }

    private static Checkpoint checkpoint(String json) {
        try {
            return SignedCheckpoint.readUnsigned(json);
        } catch (IllegalArgumentException foreign) {
            throw new Stop(
                    ExitCode.UNREACHABLE,
                    "The server answers, but with no checkpoint that this version knows.");
        }
    }
}
