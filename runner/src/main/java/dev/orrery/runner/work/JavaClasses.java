package dev.orrery.runner.work;

import dev.orrery.flows.run.Main;
import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The Java code of a run and what it stands on: the kit, itself, and the jars of a folder {@code
 * lib}.
 *
 * @param path a source file, a jar or a folder of classes
 * @param root the folder of the deployment's code, in which it is
 */
record JavaClasses(Path path, Path root) {

    /** Where we have the kit from: the run gets the one that this runner was tested with. */
    private static final Path KIT = kit();

    private static Path kit() {
        try {
            var place = Main.class.getProtectionDomain().getCodeSource().getLocation();
            return Path.of(place.toURI()).toAbsolutePath();
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException("the kit is in no file", impossible);
        }
    }

    /**
     * The arguments of a JVM that starts it as a program.
     *
     * @param mainClass for what does not say by itself
     */
    List<String> starting(@Nullable String mainClass) throws CannotStart {
        if (isSource()) {
            return List.of("-cp", classPath(List.of(KIT)), path.toString());
        }
        if (mainClass != null) {
            return List.of("-cp", classPath(List.of(KIT, classes())), mainClass);
        }
        if (Files.isDirectory(path)) {
            throw new CannotStart("A folder of classes does not say which one to start: name it.");
        }
        // With the settings of its manifest, which a class path would lose.
        return List.of("-jar", classes().toString());
    }

    /**
     * The arguments of a JVM that calls one of its methods.
     *
     * @param mainClass the method's; a source file's first where it is left out
     */
    List<String> calling(String method, @Nullable String mainClass, Path refusal)
            throws CannotStart {
        var arguments = new ArrayList<String>();
        arguments.add("-cp");
        arguments.add(classPath(isSource() ? List.of(KIT) : List.of(KIT, classes())));
        arguments.add(Main.class.getName());
        arguments.add(method);
        if (mainClass == null && !isSource()) {
            throw new CannotStart("The deployment names the method " + method + " of no class.");
        }
        arguments.add(mainClass == null ? "" : mainClass);
        arguments.add(refusal.toAbsolutePath().toString());
        if (isSource()) {
            arguments.add(path.toString());
        }
        return arguments;
    }

    private boolean isSource() {
        return path.toString().endsWith(".java") && Files.isRegularFile(path);
    }

    private Path classes() throws CannotStart {
        if (!Files.isDirectory(path) && !path.toString().endsWith(".jar")) {
            throw new CannotStart(
                    "Java runs a .java or a .jar file, or a folder of classes, and not "
                            + path
                            + ".");
        }
        return path;
    }

    private String classPath(List<Path> first) {
        var entries = new LinkedHashSet<String>();
        first.forEach(entry -> entries.add(entry.toString()));
        for (var folder : new Path[] {root, path.resolveSibling("")}) {
            var libraries = folder.resolve("lib").normalize();
            if (libraries.startsWith(root) && Files.isDirectory(libraries)) {
                entries.add(libraries + File.separator + "*");
            }
        }
        return String.join(File.pathSeparator, entries);
    }
}
