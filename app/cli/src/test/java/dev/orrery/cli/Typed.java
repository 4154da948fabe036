package dev.orrery.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.cli.terminal.Style;
import dev.orrery.cli.terminal.Terminal;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a command printed and ended with.
 *
 * @param code the exit code
 * @param out on standard output
 * @param err on standard error
 */
record Typed(int code, String out, String err) {

    /** Types a command into a terminal. */
    record Shell(Path folder, Map<String, String> environment, @Nullable Path home) {

        static Shell in(Path folder) {
            return new Shell(folder, Map.of(), null);
        }

        static Shell in(Path folder, StandIn server) {
            return new Shell(folder, Map.of("ORRERY_API_URL", server.api()), null);
        }

        Shell with(String name, String value) {
            var more = new HashMap<>(environment);
            more.put(name, value);
            return new Shell(folder, more, home);
        }

        Shell at(Path newHome) {
            return new Shell(folder, environment, newHome);
        }

        Typed type(String... words) {
            var out = new StringWriter();
            var err = new StringWriter();
            var terminal =
                    new Terminal(
                            new PrintWriter(out),
                            new PrintWriter(err),
                            environment,
                            folder,
                            home,
                            Style.PLAIN);
            int code = Main.run(terminal, words);
            terminal.out().flush();
            return new Typed(code, out.toString(), err.toString());
        }
    }

    Typed ends(int expected) {
        assertThat(code).as("out: %s%nerr: %s", out, err).isEqualTo(expected);
        return this;
    }

    Typed prints(String expected) {
        assertThat(out).isEqualTo(expected);
        return this;
    }

    Typed says(String words) {
        assertThat(err).contains(words).doesNotContain("\tat ");
        return this;
    }
}
