import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/** Greets, then weighs the files of its working folder and leaves what it found as its result. */
public final class HelloFlow {

    public static void main(String[] arguments) throws IOException, InterruptedException {
        String name = parameter(arguments, "name", "world");
        System.out.println("Hello " + name + "!");

        List<Path> files;
        try (var found = Files.list(Path.of("."))) {
            files = found.filter(Files::isRegularFile).sorted().toList();
        }
        long bytes = 0;
        for (Path file : files) {
            long size = Files.size(file);
            bytes += size;
            System.out.printf("%8d bytes  %s%n", size, file.getFileName());
            Thread.sleep(150);
        }
        Path largest = files.stream().max(Comparator.comparingLong(HelloFlow::size)).orElseThrow();
        System.out.println(files.size() + " files, " + bytes + " bytes in all");

        String result =
                "{\"files\": %d, \"bytes\": %d, \"largest\": \"%s\"}"
                        .formatted(files.size(), bytes, largest.getFileName());
        String resultFile = System.getenv("ORRERY_RESULT");
        if (resultFile != null) {
            Files.writeString(Path.of(resultFile), result);
        }
    }

    /** Parameters come as --name=value; run by hand, the defaults do. */
    private static String parameter(String[] arguments, String name, String absent) {
        String prefix = "--" + name + "=";
        for (String argument : arguments) {
            if (argument.startsWith(prefix)) {
                return argument.substring(prefix.length());
            }
        }
        return absent;
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException gone) {
            return 0;
        }
    }
}
