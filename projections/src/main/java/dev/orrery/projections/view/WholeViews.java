package dev.orrery.projections.view;

/** The views that this process folds, each as it is after one event and before the next. */
public interface WholeViews {

    /**
     * The sequence of the last event that is folded, 0 before the first.
     *
     * @throws Elsewhere when the partition is not here or not whole yet
     */
    long sequence(int partition);

    /**
     * All rows of a partition as they are between two events; whoever asks closes them soon, since
     * what is opened keeps what it shows from being cleared away.
     *
     * @throws Elsewhere when the partition is not here, or leaves before it was opened
     */
    ViewSnapshot open(int partition) throws InterruptedException;
}
