package dev.orrery.flows.load;

import dev.orrery.flows.Place;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The classes of a source file, a jar or a class folder, ready to be loaded. */
public final class Code implements AutoCloseable {

    private static final int CLASSES_MAX = 50_000;

    private final Path file;
    private final Path root;
    private final Map<String, byte[]> compiled;
    private final Map<String, Path> sources;
    private final Map<String, Outline> outlines = new TreeMap<>();
    private final Loader loader;

    private Code(Path file, Path root, Map<String, byte[]> compiled, Map<String, Path> sources)
            throws IOException {
        this.file = file;
        this.root = root;
        this.compiled = compiled;
        this.sources = sources;
        this.loader = new Loader(compiled, urls(root, file));
    }

    /**
     * @param file a source file, a jar or a class folder
     * @throws LoadFailure when it can't be one, or does not compile
     */
    public static Code of(Path file) throws IOException {
        var path = file.toAbsolutePath().normalize();
        if (Files.isDirectory(path)) {
            var code = new Code(path, path, Map.of(), Map.of());
            code.outlineFolder();
            return code;
        }
        if (!Files.isRegularFile(path)) {
            throw new LoadFailure("There is no file " + path + ".", path.toString(), 1);
        }
        var folder = folder(path);
        if (path.toString().endsWith(".jar")) {
            var code = new Code(path, folder, Map.of(), Map.of());
            code.outlineJar();
            return code;
        }
        if (!path.toString().endsWith(".java")) {
            throw new LoadFailure(
                    "Java's flows are in a .java file, a .jar file or a class folder, and not in "
                            + path
                            + ".",
                    path.toString(),
                    1);
        }
        var found = Sources.compile(path, libraries(Sources.root(path)));
        var code = new Code(path, found.root(), found.classes(), found.files());
        found.classes().values().forEach(code::outline);
        return code;
    }

    private static Path folder(Path file) {
        var folder = file.getParent();
        if (folder == null) {
            throw new LoadFailure(file + " is in no folder.", file.toString(), 1);
        }
        return folder;
    }

    private static List<Path> libraries(Path root) throws IOException {
        var folder = root.resolve("lib");
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> jars = Files.list(folder)) {
            return jars.filter(jar -> jar.toString().endsWith(".jar")).sorted().toList();
        }
    }

    private static URL[] urls(Path root, Path file) throws IOException {
        var urls = new ArrayList<URL>();
        urls.add(url(file.toString().endsWith(".jar") ? file : root));
        for (var jar : libraries(root)) {
            urls.add(url(jar));
        }
        return urls.toArray(URL[]::new);
    }

    private static URL url(Path path) throws MalformedURLException {
        return path.toUri().toURL();
    }

    private void outlineFolder() throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            for (var found : files.filter(Code::isClass).limit(CLASSES_MAX).toList()) {
                outline(Files.readAllBytes(found));
            }
        }
    }

    private void outlineJar() throws IOException {
        try (var jar = new JarFile(file.toFile())) {
            for (var entry : jar.stream().filter(e -> isClass(Path.of(e.getName()))).toList()) {
                try (var in = jar.getInputStream(entry)) {
                    outline(in.readAllBytes());
                }
            }
        }
    }

    private static boolean isClass(Path path) {
        return path.toString().endsWith(".class")
                && !path.toString().endsWith("-info.class")
                && !path.startsWith("META-INF");
    }

    private void outline(byte[] content) {
        try {
            var outline = Outline.of(content);
            if (outline.isOfUse()) {
                outlines.put(outline.name(), outline);
            }
        } catch (IllegalArgumentException _) {
            // Not a class file of a Java that this one knows; nobody asked for it yet.
        }
    }

    public ClassLoader loader() {
        return loader;
    }

    Path root() {
        return root;
    }

    /**
     * @throws LoadFailure when there is none, or it can't be loaded
     */
    public Class<?> load(String name) {
        try {
            return Class.forName(name, false, loader);
        } catch (ClassNotFoundException _) {
            throw new LoadFailure(
                    "There is no class %s in %s.".formatted(name, file.getFileName()),
                    file.toString(),
                    1);
        } catch (LinkageError broken) {
            throw new LoadFailure(
                    "The class %s can't be loaded: %s.".formatted(name, broken),
                    file.toString(),
                    1);
        }
    }

    /** The classes with flows or deployments that are in this very file. */
    List<Outline> own() {
        return outlines.values().stream().filter(o -> isOwn(o.name())).toList();
    }

    private boolean isOwn(String type) {
        var source = sources.get(type);
        return source == null || source.equals(file);
    }

    /** The first class of this file, by which a source file is known. */
    public @Nullable String mainClass() {
        String name = file.getFileName().toString().replaceAll("\\.java$", "");
        var own = compiled.keySet().stream().filter(this::isOwn).sorted().toList();
        return own.stream()
                .filter(type -> type.equals(name) || type.endsWith("." + name))
                .findFirst()
                .orElse(own.isEmpty() ? null : own.getFirst());
    }

    /** Whether a class was loaded from here. */
    boolean has(Class<?> type) {
        return type.getClassLoader() == loader;
    }

    /** Whether it was compiled here. */
    boolean isSource() {
        return !sources.isEmpty();
    }

    /** What an entrypoint names for a class: its source file, the jar or the folder. */
    Path fileOf(String type) {
        return sources.getOrDefault(topLevel(type), sources.getOrDefault(type, file));
    }

    /** What people look for: the source file, in the jar or folder where there is only that. */
    String shown(String type) {
        var source = sources.get(topLevel(type));
        if (source != null) {
            return source.toString();
        }
        var outline = outlines.get(type);
        return compiled.isEmpty() && outline != null
                ? file + "!/" + outline.source()
                : file.toString();
    }

    private static String topLevel(String type) {
        int nested = type.indexOf('$');
        return nested < 0 ? type : type.substring(0, nested);
    }

    /** The line that declares a flow's method; nearly, where there is no source to look at. */
    int lineOf(String type, String method) {
        var outline = outlines.get(type);
        int first = outline == null ? 1 : outline.flows().getOrDefault(method, 1);
        var source = sources.get(topLevel(type));
        if (source == null) {
            return first;
        }
        try {
            var lines = Files.readAllLines(source);
            for (int line = Math.min(first, lines.size()); line >= 1; line--) {
                if (lines.get(line - 1).contains(method + "(")) {
                    return line;
                }
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return first;
    }

    LoadFailure failure(String message, Place place) {
        return new LoadFailure(message, shown(place.type()), place.line());
    }

    @Override
    public void close() throws IOException {
        loader.close();
    }

    /** What was compiled comes before what lies around, which may be older. */
    private static final class Loader extends URLClassLoader {

        private final Map<String, byte[]> compiled;

        Loader(Map<String, byte[]> compiled, URL[] around) {
            super(around, Code.class.getClassLoader());
            this.compiled = compiled;
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            byte[] content = compiled.get(name);
            return content == null
                    ? super.findClass(name)
                    : defineClass(name, content, 0, content.length);
        }
    }
}
