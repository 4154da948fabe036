package dev.orrery.runner.work;

import dev.orrery.schemas.deployment.Entrypoint;
import dev.orrery.schemas.deployment.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes of an entrypoint the program and its arguments, never a line for a shell.
 *
 * @param python the program that executes Python files
 * @param path the {@code PATH} of the run
 * @param code the folder that the deployment names, or nothing
 * @param working the working folder
 * @param refusal where the Python bootstrap may say why it does not begin
 * @param notes for what the user should know
 */
record Arguments(
        String python,
        @Nullable String path,
        @Nullable Path code,
        Path working,
        Path refusal,
        List<String> notes) {

    private static final String BOOTSTRAP = bootstrap();

    List<String> of(Assignment assignment) throws CannotStart {
        var specification = assignment.specification();
        return switch (specification.entrypoint()) {
            case Entrypoint.Command command -> command(command, Template.of(assignment));
            case Entrypoint.Python file -> python(file);
            case Entrypoint.Java file -> java(file, specification.parameters());
        };
    }

    private List<String> command(Entrypoint.Command command, Template template) throws CannotStart {
        var words = command.command();
        if (words.isEmpty()) {
            throw new CannotStart("The command names no program.");
        }
        var arguments = new ArrayList<String>();
        arguments.add(program(words.getFirst()));
        for (String word : words.subList(1, words.size())) {
            String argument = template.fill(word);
            if (!ChildEnvironment.fits(argument)) {
                throw new CannotStart(
                        "An argument of the command is larger than the 128 KiB that the system"
                                + " takes; large parameters are in the file that"
                                + " ORRERY_PARAMETERS_FILE names.");
            }
            arguments.add(argument);
        }
        return arguments;
    }

    private List<String> python(Entrypoint.Python file) throws CannotStart {
        var script = code(file.path());
        return List.of(
                program(python),
                "-c",
                BOOTSTRAP,
                script.toString(),
                file.function(),
                refusal.toString());
    }

    private List<String> java(Entrypoint.Java file, Json parameters) throws CannotStart {
        var classes = new JavaClasses(located(file.path()), root(file.path()));
        // We read UTF-8, and Java prints in the encoding of the locale, which may be ASCII.
        var arguments =
                new ArrayList<>(
                        List.of(
                                program(java().toString()),
                                "-Dstdout.encoding=UTF-8",
                                "-Dstderr.encoding=UTF-8"));
        if (file.method() != null) {
            // The method takes them from the file, in their own types.
            arguments.addAll(classes.calling(file.method(), file.mainClass(), refusal));
            return arguments;
        }
        arguments.addAll(classes.starting(file.mainClass()));
        for (var parameter : parameters.tree().properties()) {
            String argument = "--" + parameter.getKey() + "=" + Template.text(parameter.getValue());
            if (ChildEnvironment.fits(argument)) {
                arguments.add(argument);
            } else {
                notes.add(
                        ("The parameter '%s' is larger than an argument may be and was not passed"
                             + " as one; it is in the file that ORRERY_PARAMETERS_FILE names.")
                                .formatted(parameter.getKey()));
            }
        }
        return arguments;
    }

    private String program(String name) throws CannotStart {
        return Programs.find(name, path, working).toAbsolutePath().toString();
    }

    /** The Java that runs us: what a flow meets is what we were tested with. */
    private static Path java() {
        return Path.of(System.getProperty("java.home"), "bin", "java");
    }

    private Path code(String file) throws CannotStart {
        var found = located(file);
        if (!Files.isRegularFile(found)) {
            throw new CannotStart("There is no file " + file + " in the folder " + code + ".");
        }
        return found;
    }

    private Path root(String file) throws CannotStart {
        if (code == null) {
            throw new CannotStart(
                    "The deployment names the file " + file + " and no folder that it is in.");
        }
        return code.normalize();
    }

    /** A file, or a folder of classes. */
    private Path located(String file) throws CannotStart {
        var folder = root(file);
        try {
            var found = folder.resolve(file).normalize();
            if (!found.startsWith(folder)) {
                throw new CannotStart("The file " + file + " is outside the folder " + code + ".");
            }
            if (!Files.exists(found)) {
                throw new CannotStart("There is no file " + file + " in the folder " + code + ".");
            }
            return found;
        } catch (InvalidPathException invalid) {
            throw new CannotStart("'" + file + "' can't be the name of a file.", invalid);
        }
    }

    private static String bootstrap() {
        try (var in = Arguments.class.getResourceAsStream("bootstrap.py")) {
            if (in == null) {
                throw new IllegalStateException("the Python bootstrap is not where it belongs");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
