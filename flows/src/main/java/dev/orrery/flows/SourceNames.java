package dev.orrery.flows;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/**
 * The names of a method's parameters as its source file has them. {@code java HelloFlow.java}
 * compiles without them and can't be told otherwise, but says where the file is.
 */
final class SourceNames extends TreeScanner<@Nullable Void, @Nullable Void> {

    private final Method method;
    private String type = "";
    private List<String> names = List.of();

    private SourceNames(Method method) {
        this.method = method;
    }

    /** Empty where there is no such file. */
    static List<String> of(Method method) {
        var source = source(method.getDeclaringClass());
        var compiler = source == null ? null : ToolProvider.getSystemJavaCompiler();
        if (compiler == null || source == null) {
            return List.of();
        }
        try (var files =
                compiler.getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8)) {
            var task =
                    compiler.getTask(
                            null, files, _ -> {}, null, null, files.getJavaFileObjects(source));
            var scanner = new SourceNames(method);
            scanner.scan(((JavacTask) task).parse(), null);
            return scanner.names;
        } catch (IOException | RuntimeException unreadable) {
            return List.of();
        }
    }

    private static @Nullable Path source(Class<?> type) {
        try {
            var code = type.getProtectionDomain().getCodeSource();
            var path = code == null ? null : Path.of(code.getLocation().toURI());
            return path != null && Files.isRegularFile(path) && path.toString().endsWith(".java")
                    ? path
                    : null;
        } catch (URISyntaxException | RuntimeException elsewhere) {
            return null;
        }
    }

    @Override
    public @Nullable Void visitClass(ClassTree tree, @Nullable Void nothing) {
        String outer = type;
        type = tree.getSimpleName().toString();
        super.visitClass(tree, null);
        type = outer;
        return null;
    }

    @Override
    public @Nullable Void visitMethod(MethodTree tree, @Nullable Void nothing) {
        if (tree.getName().contentEquals(method.getName())
                && tree.getParameters().size() == method.getParameterCount()
                && (type.isEmpty() || type.equals(method.getDeclaringClass().getSimpleName()))) {
            names = tree.getParameters().stream().map(p -> p.getName().toString()).toList();
        }
        return null;
    }
}
