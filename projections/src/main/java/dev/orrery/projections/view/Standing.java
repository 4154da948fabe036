package dev.orrery.projections.view;

/**
 * How far the views of a partition are. What was read between two looks is of one life if both say
 * the same one, and at least as new as the first look says.
 *
 * @param life a number that is another one each time that the partition comes here
 * @param sequence of the last event folded, 0 before the first
 */
public record Standing(long life, long sequence) {}
