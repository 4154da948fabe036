package dev.orrery.server.bench;

import java.lang.management.ManagementFactory;

/**
 * What the figures are of.
 *
 * @param cores that this process may use
 * @param jdk that it runs on
 * @param heapMegabytes at most
 * @param collector of garbage
 * @param system the operating system
 */
record Machine(int cores, String jdk, long heapMegabytes, String collector, String system) {

    static Machine here() {
        var runtime = Runtime.getRuntime();
        return new Machine(
                runtime.availableProcessors(),
                System.getProperty("java.vm.vendor") + " " + Runtime.version(),
                runtime.maxMemory() >> 20,
                ManagementFactory.getGarbageCollectorMXBeans().getFirst().getName(),
                System.getProperty("os.name") + " " + System.getProperty("os.version"));
    }

    String text() {
        return "%d cores, %s, heap of %d MB (%s), %s"
                .formatted(cores, jdk, heapMegabytes, collector, system);
    }
}
