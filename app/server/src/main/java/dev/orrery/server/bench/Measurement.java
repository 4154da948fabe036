package dev.orrery.server.bench;

/** Something that is measured, with a name that {@code --only} knows. */
interface Measurement {

    String name();

    /**
     * @param rig what is measured
     * @param rounds how long
     * @param book where the figures go, and where those of earlier measurements are
     */
    void measure(Rig rig, Rounds rounds, Book book) throws Exception;
}
