package dev.orrery.projections.view;

/** Which way a scan goes through its range. */
public enum Order {
    ASCENDING,
    DESCENDING
}
