package dev.orrery.runner.work;

import dev.orrery.schemas.deployment.Infrastructure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Map;

/** Finds out all that is needed to fork, or why it can't be done. */
final class Preparation {

    private final WorkSettings settings;
    private final Code code;
    private final ChildEnvironment environment;

    /**
     * @param own the runner's own environment
     */
    Preparation(WorkSettings settings, Code code, Map<String, String> own) {
        this.settings = settings;
        this.code = code;
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
        var found = code.of(specification, folder);
        var working = found == null ? folder.empty() : found;
        var notes = new ArrayList<String>();
        var variables = environment.of(assignment, folder, notes);
        var arguments =
                new Arguments(
                        settings.python(),
                        variables.variables().get("PATH"),
                        found,
                        working,
                        folder.refusal(),
                        notes);
        folder.write(specification.parameters());
        return new Launch(
                arguments.of(assignment),
                variables.variables(),
                working,
                notes,
                new Mask(variables.secrets()));
    }
}
