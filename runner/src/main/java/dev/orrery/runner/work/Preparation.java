package dev.orrery.runner.work;

import dev.orrery.schemas.deployment.Infrastructure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds out all that is needed to fork, or why it can't be done. */
final class Preparation {

    private final WorkSettings settings;
    private final ChildEnvironment environment;

    /**
     * @param own the runner's own environment
     */
    Preparation(WorkSettings settings, Map<String, String> own) {
        this.settings = settings;
        this.environment =
                new ChildEnvironment(
                        own, settings.inherited(), new Secrets(own, settings.secrets()));
    }

    Launch prepare(Assignment assignment, RunFolder folder) throws CannotStart, IOException {
        var specification = assignment.specification();
        String type = specification.infrastructure().type();
        if (!type.equals(Infrastructure.PROCESS.type())) {
            throw new CannotStart(
                    "This runner executes processes and knows no infrastructure '" + type + "'.");
        }
        var code = code(specification.path());
        var working = code == null ? folder.empty() : code;
        var notes = new ArrayList<String>();
        var variables = environment.of(assignment, folder, notes);
        var arguments =
                new Arguments(
                        settings.python(),
                        variables.variables().get("PATH"),
                        code,
                        working,
                        folder.refusal(),
                        notes);
        folder.write(specification.parameters());
        return new Launch(
                arguments.of(specification.entrypoint(), specification.parameters()),
                variables.variables(),
                working,
                notes,
                new Mask(variables.secrets()));
    }

    private static @Nullable Path code(@Nullable String path) throws CannotStart {
        if (path == null) {
            return null;
        }
        try {
            var folder = Path.of(path);
            if (!folder.isAbsolute()) {
                throw new CannotStart("The deployment's path is not absolute: " + path + ".");
            }
            if (!Files.exists(folder)) {
                throw new CannotStart("The deployment's folder is not there: " + path + ".");
            }
            if (!Files.isDirectory(folder)) {
                throw new CannotStart("The deployment's path is not a folder: " + path + ".");
            }
            return folder;
        } catch (InvalidPathException invalid) {
            throw new CannotStart("The deployment's path is no path: " + path + ".", invalid);
        }
    }
}
