package dev.orrery.cli.terminal;

import dev.orrery.flows.track.HostName;
import dev.orrery.flows.track.Journals;
import java.io.PrintWriter;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a command was typed.
 *
 * @param out for data, which another program may read
 * @param err for messages, which only people read
 * @param environment its variables
 * @param folder the current one, absolute
 * @param home where the distribution is, where the launcher said so
 * @param style how a state looks
 * @param columns how wide a line may be; 0 where nothing is to be cut, as in a file
 */
public record Terminal(
        PrintWriter out,
        PrintWriter err,
        Map<String, String> environment,
        Path folder,
        @Nullable Path home,
        Style style,
        int columns) {

    public Terminal {
        environment = Map.copyOf(environment);
    }

    /** One where lines are as wide as they are. */
    public Terminal(
            PrintWriter out,
            PrintWriter err,
            Map<String, String> environment,
            Path folder,
            @Nullable Path home,
            Style style) {
        this(out, err, environment, folder, home, style, 0);
    }

    /** A variable that is set to something. */
    public Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
    }

    /** A file as a person names it, absolute. */
    public Path file(String name) {
        try {
            return folder.resolve(name).normalize();
        } catch (InvalidPathException invalid) {
            throw Stop.usage("'" + name + "' can't be the name of a file.");
        }
    }

    /** This machine as its runners call it: {@code ORRERY_HOST}, or what they make theirs of. */
    public String host() {
        return variable("ORRERY_HOST").orElseGet(HostName::ofRunners);
    }

    /** What local runs left. */
    public Journals journals() {
        return new Journals(folder.resolve(Journals.of(environment).folder()));
    }

    /** Says something to the person. */
    public void say(String message) {
        err.println(message);
        err.flush();
    }
}
