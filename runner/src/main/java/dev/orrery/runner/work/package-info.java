/**
 * The execution of one attempt: an assignment goes in, lines of output come out while it runs, and
 * an outcome at the end. Nothing here knows of Kafka, leases or the log; whoever leases decides
 * what is run, and {@link dev.orrery.runner.work.Work} is the port behind which a child process, a
 * container or nothing at all does it.
 */
@NullMarked
package dev.orrery.runner.work;

import org.jspecify.annotations.NullMarked;
