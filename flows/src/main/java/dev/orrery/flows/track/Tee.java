package dev.orrery.flows.track;

import java.io.OutputStream;
import java.io.PrintStream;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Standard output or error while runs are tracked: passes on, and tells the run. */
final class Tee extends OutputStream {

    private final PrintStream under;
    private final boolean isErr;
    private final Supplier<@Nullable Output> find;

    private Tee(PrintStream under, boolean isErr, Supplier<@Nullable Output> find) {
        this.under = under;
        this.isErr = isErr;
        this.find = find;
    }

    /**
     * @param find the output of the run that prints just now
     */
    static PrintStream of(PrintStream under, boolean isErr, Supplier<@Nullable Output> find) {
        return new PrintStream(new Tee(under, isErr, find), true, under.charset());
    }

    @Override
    public void write(int one) {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) {
        under.write(bytes, from, length);
        var output = find.get();
        if (output != null) {
            output.write(isErr, bytes, from, length);
        }
    }

    @Override
    public void flush() {
        under.flush();
    }
}
