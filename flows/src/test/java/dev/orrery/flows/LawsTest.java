package dev.orrery.flows;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.ClassEntry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;

class LawsTest {

    private static final int JAR_BYTES_MAX = 200 * 1024;
    private static final Path CLASSES = Path.of("target", "classes");

    /** What a user's flow stands on must not meet what the flow brings with it. */
    @Test
    void the_kit_stands_on_the_jdk_alone() throws IOException {
        var others = new TreeSet<String>();
        for (var file : classes()) {
            for (var entry : ClassFile.of().parse(file).constantPool()) {
                if (entry instanceof ClassEntry type) {
                    String name = type.asInternalName().replaceAll("^\\[+L?", "");
                    if (name.contains("/")
                            && !name.matches(
                                    "(java|javax/tools|javax/lang/model|com/sun/source)/.*")
                            && !name.startsWith("dev/orrery/flows/")) {
                        others.add(name);
                    }
                }
            }
        }
        assertThat(others).isEmpty();
    }

    @Test
    void the_jar_is_small() throws IOException {
        var jar = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(jar)) {
            for (var file : classes()) {
                zip.putNextEntry(new ZipEntry(file.toString()));
                zip.write(Files.readAllBytes(file));
            }
        }
        System.out.printf("orrery-flows.jar has about %d KiB%n", jar.size() / 1024);
        assertThat(jar.size()).isLessThan(JAR_BYTES_MAX);
    }

    private static List<Path> classes() throws IOException {
        try (var files = Files.walk(CLASSES)) {
            var classes = files.filter(file -> file.toString().endsWith(".class")).toList();
            assertThat(classes).hasSizeGreaterThan(30);
            return classes;
        }
    }
}
