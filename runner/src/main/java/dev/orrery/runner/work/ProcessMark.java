package dev.orrery.runner.work;

/**
 * A process as it can be known again later, also by another JVM: the system gives a process id to
 * another process some day, but not with the same start in the same life of the machine.
 *
 * @param pid its id
 * @param start when it started, in whatever unit the system counts it
 * @param boot which life of the machine
 */
record ProcessMark(long pid, long start, String boot) {

    /**
     * @throws IllegalArgumentException when the text is not three words
     */
    static ProcessMark parse(String text) {
        String[] words = text.strip().split(" ", 3);
        if (words.length != 3) {
            throw new IllegalArgumentException("a process mark is pid, start and boot");
        }
        return new ProcessMark(Long.parseLong(words[0]), Long.parseLong(words[1]), words[2]);
    }

    @Override
    public String toString() {
        return pid + " " + start + " " + boot;
    }
}
