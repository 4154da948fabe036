package dev.orrery.flows.load;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/** Compiles a source file, and whatever it needs of the files around it, in memory. */
final class Sources {

    private static final Pattern PACKAGE = Pattern.compile("(?m)^package\\s+([\\w.\\s]+?)\\s*;");

    private final Map<String, ByteArrayOutputStream> classes = new HashMap<>();
    private final Map<String, Path> files = new HashMap<>();

    /**
     * @param root the folder in which the file's package begins
     * @param classes what was compiled, by name
     * @param files what each was compiled from
     */
    record Compiled(Path root, Map<String, byte[]> classes, Map<String, Path> files) {}

    /**
     * @param libraries the jars that it may use
     * @throws LoadFailure when the file, or one that it needs, does not compile
     */
    static Compiled compile(Path file, List<Path> libraries) throws IOException {
        var sources = new Sources();
        var root = root(file);
        sources.run(file, root, libraries);
        return new Compiled(
                root,
                sources.classes.entrySet().stream()
                        .collect(
                                Collectors.toMap(
                                        Map.Entry::getKey, e -> e.getValue().toByteArray())),
                sources.files);
    }

    static Path root(Path file) throws IOException {
        var folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IOException(file + " is in no folder");
        }
        var named = PACKAGE.matcher(Files.readString(file));
        if (!named.find()) {
            return folder;
        }
        var root = folder;
        var packages = named.group(1).replaceAll("\\s", "").split("\\.", -1);
        for (int i = packages.length - 1; i >= 0; i--) {
            // Elsewhere than its package says it is compiled all the same, by itself.
            if (root.getFileName() == null
                    || !root.getFileName().toString().equals(packages[i])
                    || root.getParent() == null) {
                return folder;
            }
            root = root.getParent();
        }
        return root;
    }

    private void run(Path file, Path root, List<Path> libraries) throws IOException {
        var compiler = ToolProvider.getSystemJavaCompiler();
        if (compiler == null) {
            throw new LoadFailure(
                    "This Java has no compiler: a source file needs a JDK.", file.toString(), 1);
        }
        var problems = new DiagnosticCollector<JavaFileObject>();
        try (var standard =
                        compiler.getStandardFileManager(
                                problems, Locale.ROOT, StandardCharsets.UTF_8);
                var memory = new Memory(standard)) {
            var task =
                    compiler.getTask(
                            null,
                            memory,
                            problems,
                            options(root, libraries),
                            null,
                            standard.getJavaFileObjects(file));
            if (!task.call()) {
                throw failure(problems, file);
            }
        }
    }

    private static List<String> options(Path root, List<Path> libraries) {
        var classPath = new ArrayList<String>();
        classPath.add(System.getProperty("java.class.path"));
        libraries.forEach(jar -> classPath.add(jar.toString()));
        return List.of(
                "-parameters",
                "-g",
                "-proc:none",
                "-implicit:class",
                "-Xlint:none",
                "-sourcepath",
                root.toString(),
                "-classpath",
                String.join(File.pathSeparator, classPath));
    }

    private static LoadFailure failure(DiagnosticCollector<JavaFileObject> problems, Path file) {
        for (var problem : problems.getDiagnostics()) {
            if (problem.getKind() == Diagnostic.Kind.ERROR) {
                var source = problem.getSource();
                var where = source == null ? file : Path.of(source.toUri());
                String said =
                        problem.getMessage(Locale.ROOT).lines().collect(Collectors.joining(" "));
                return new LoadFailure(
                        "The file %s does not compile: %s."
                                .formatted(where.getFileName(), said.replaceAll("\\s+", " ")),
                        where.toString(),
                        (int) problem.getLineNumber());
            }
        }
        return new LoadFailure("The file does not compile.", file.toString(), 1);
    }

    /** Keeps what is compiled, and from which file. */
    private final class Memory extends ForwardingJavaFileManager<JavaFileManager> {

        Memory(JavaFileManager standard) {
            super(standard);
        }

        @Override
        public JavaFileObject getJavaFileForOutput(
                Location location,
                String name,
                JavaFileObject.Kind kind,
                @Nullable FileObject sibling) {
            var content = new ByteArrayOutputStream();
            classes.put(name, content);
            if (sibling != null) {
                files.put(name, Path.of(sibling.toUri()));
            }
            return new SimpleJavaFileObject(
                    URI.create("memory:///" + name.replace('.', '/')), kind) {
                @Override
                public OutputStream openOutputStream() {
                    return content;
                }
            };
        }
    }
}
