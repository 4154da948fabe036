package dev.orrery.runner.work;

/**
 * A process that was forked.
 *
 * @param process itself
 * @param tree it and all that comes of it
 */
record Child(Process process, ProcessTree tree) implements AutoCloseable {

    /** Whatever went wrong: nothing may go on running that nobody looks after. */
    @Override
    public void close() {
        if (process.isAlive()) {
            tree.kill();
            process.destroyForcibly();
        }
    }
}
