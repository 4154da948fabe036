package dev.orrery.flows.load;

import dev.orrery.flows.DeploymentSpec;
import dev.orrery.flows.Describing;
import dev.orrery.flows.FlowReference;
import dev.orrery.flows.SpecException;
import dev.orrery.flows.json.Json;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;

/** Describes deployments of the program that runs: its files are where its classes are from. */
public final class Running implements Describing {

    @Override
    public Json.Obj describe(DeploymentSpec spec) {
        var own = file(declaring(spec));
        var flows =
                switch (spec.flow()) {
                    case FlowReference.InClass in -> file(in.type());
                    case FlowReference.InFile _ -> own;
                };
        try (var code = Code.of(own);
                var from = flows.equals(own) ? code : Code.of(flows)) {
            return new Authored(code, in -> new Authored.Found(inCode(in.type(), from), from))
                    .of(spec);
        } catch (LoadFailure wrong) {
            throw new SpecException(
                    "%s (%s:%d)".formatted(wrong.getMessage(), wrong.file(), wrong.line()));
        } catch (IOException unreadable) {
            throw new SpecException("The deployment '%s': %s".formatted(spec.name(), unreadable));
        }
    }

    /** The class that the deployment is written in, or that of the flow where it is not known. */
    private static Class<?> declaring(DeploymentSpec spec) {
        try {
            var loader = Thread.currentThread().getContextClassLoader();
            return Class.forName(spec.place().type(), false, loader);
        } catch (ClassNotFoundException hidden) {
            return switch (spec.flow()) {
                case FlowReference.InClass in -> in.type();
                case FlowReference.InFile in ->
                        throw new SpecException(
                                "Where %s is can't be told of the class %s."
                                        .formatted(in.location(), spec.place().type()));
            };
        }
    }

    /** What {@code java HelloFlow.java} compiled does not know its parameters' names. */
    private static Class<?> inCode(Class<?> type, Code code) {
        return code.isSource() ? code.load(type.getName()) : type;
    }

    private static Path file(Class<?> type) {
        try {
            var source = type.getProtectionDomain().getCodeSource();
            if (source != null) {
                return Path.of(source.getLocation().toURI());
            }
        } catch (URISyntaxException | RuntimeException _) {
            // Of an address that is no file.
        }
        throw new SpecException(
                "The class %s is in no file, so no runner could have it."
                        .formatted(type.getName()));
    }
}
