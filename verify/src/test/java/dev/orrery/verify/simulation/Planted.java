package dev.orrery.verify.simulation;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongPredicate;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/**
 * The simulation with a bug planted in what it simulates: the one source file is compiled with the
 * bug, and what decides and the simulation are loaded once more around it. What is shipped never
 * knows of it.
 */
final class Planted extends ClassLoader {

    private static final List<String> LOADED_AGAIN =
            List.of("dev.orrery.commands.", "dev.orrery.verify.simulation.");

    private final Map<String, byte[]> changed;

    private Planted(Map<String, byte[]> changed, ClassLoader parent) {
        super(parent);
        this.changed = changed;
    }

    /** Says of a seed whether every promise held. */
    static LongPredicate players(Mutant mutant) {
        var planted = new Planted(compile(mutant), Planted.class.getClassLoader());
        try {
            var player = planted.loadClass(Player.class.getName()).getDeclaredConstructor();
            player.setAccessible(true);
            return (LongPredicate) player.newInstance();
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException(mutant + " can't be loaded", impossible);
        }
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        synchronized (getClassLoadingLock(name)) {
            if (LOADED_AGAIN.stream().noneMatch(name::startsWith)) {
                return super.loadClass(name, resolve);
            }
            var loaded = findLoadedClass(name);
            return loaded == null ? define(name) : loaded;
        }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
        var bytes = changed.get(name);
        if (bytes == null) {
            bytes = original(name);
        }
        if (bytes == null) {
            throw new ClassNotFoundException(name);
        }
        return defineClass(name, bytes, 0, bytes.length);
    }

    private byte @Nullable [] original(String name) {
        try (var in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
            return in == null ? null : in.readAllBytes();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static Map<String, byte[]> compile(Mutant mutant) {
        var source = source(mutant);
        var compiler = ToolProvider.getSystemJavaCompiler();
        var said = new java.io.StringWriter();
        try (var files = new Classes(compiler.getStandardFileManager(null, null, null))) {
            var options =
                    List.of(
                            "-proc:none",
                            "-nowarn",
                            "-implicit:none",
                            "-parameters",
                            "-classpath",
                            System.getProperty("java.class.path"));
            var unit = new Text(mutant.className(), source);
            if (!compiler.getTask(said, files, null, options, null, List.of(unit)).call()) {
                throw new IllegalStateException(mutant + " can't be compiled:\n" + said);
            }
            return files.written();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** The changed file. */
    static String source(Mutant mutant) {
        try {
            return mutant.plantedIn(
                    Files.readString(
                            root().resolve("commands/src/main/java/dev/orrery/commands")
                                    .resolve(mutant.file())));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static Path root() {
        var folder = Path.of("").toAbsolutePath();
        while (folder != null && !Files.exists(folder.resolve("mvnw"))) {
            folder = folder.getParent();
        }
        if (folder == null) {
            throw new IllegalStateException("these tests run inside the repository");
        }
        return folder;
    }

    private static final class Text extends SimpleJavaFileObject {
        private final String source;

        Text(String className, String source) {
            super(URI.create("string:///" + className.replace('.', '/') + ".java"), Kind.SOURCE);
            this.source = source;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return source;
        }
    }

    private static final class Classes extends ForwardingJavaFileManager<JavaFileManager> {
        private final Map<String, ByteArrayOutputStream> outputs = new HashMap<>();

        Classes(JavaFileManager files) {
            super(files);
        }

        Map<String, byte[]> written() {
            var written = new HashMap<String, byte[]>();
            outputs.forEach((name, bytes) -> written.put(name, bytes.toByteArray()));
            return written;
        }

        @Override
        public JavaFileObject getJavaFileForOutput(
                Location location, String name, JavaFileObject.Kind kind, FileObject sibling) {
            return new SimpleJavaFileObject(URI.create("bytes:///" + name), kind) {
                @Override
                public OutputStream openOutputStream() {
                    var bytes = new ByteArrayOutputStream();
                    outputs.put(name, bytes);
                    return bytes;
                }
            };
        }
    }
}
