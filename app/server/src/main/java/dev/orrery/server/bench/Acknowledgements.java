package dev.orrery.server.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * When commands are acknowledged again after something was killed: one line of them for each
 * partition, since each may be decided by another process.
 */
final class Acknowledgements implements AutoCloseable {

    static final int PARTITIONS = 8;

    private static final int SLOTS_MAX = 1_024;
    private static final long MINUTES_MAX = 3;
    private static final long PAUSE_MILLIS = 10;
    private static final int BAD = 400;

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Integer> slots =
            IntStream.range(0, PARTITIONS).map(Acknowledgements::slotOn).boxed().toList();
    private final Toggle toggle = new Toggle(SLOTS_MAX);
    private final String address;

    /**
     * @param address of the API that is asked, whose deployments were made before
     */
    Acknowledgements(String address) {
        this.address = address;
    }

    /**
     * @param first seconds until one partition acknowledged something new
     * @param all seconds until each of them did
     */
    record Back(double first, double all) {}

    /** What is killed, or what is started after it. */
    interface Fault {
        void happen() throws Exception;
    }

    /**
     * Sends nothing before the fault has happened, so what is acknowledged is new.
     *
     * @param then done while acknowledgements are waited for
     */
    Back after(Fault fault, Fault then) throws Exception {
        fault.happen();
        long start = System.nanoTime();
        var asked = new ArrayList<Future<Double>>();
        for (int slot : slots) {
            asked.add(threads.submit((Callable<Double>) () -> untilAcknowledged(slot, start)));
        }
        then.happen();
        double first = Double.MAX_VALUE;
        double all = 0;
        for (var one : asked) {
            double seconds = one.get(MINUTES_MAX, TimeUnit.MINUTES);
            first = Math.min(first, seconds);
            all = Math.max(all, seconds);
        }
        return new Back(first, all);
    }

    private double untilAcknowledged(int slot, long start) throws InterruptedException {
        while (!isAcknowledged(slot)) {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
        return (System.nanoTime() - start) / 1e9;
    }

    private boolean isAcknowledged(int slot) {
        try (var line = HttpLine.open(address)) {
            return line.ask(toggle.request(slot)).status() < BAD;
        } catch (IOException _) {
            // Nobody is there yet, or it was killed meanwhile: that is what is waited for.
            return false;
        }
    }

    private static int slotOn(int partition) {
        return IntStream.range(0, SLOTS_MAX)
                .filter(slot -> Deployments.id(slot).affinity().partition(PARTITIONS) == partition)
                .findFirst()
                .orElseThrow();
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
