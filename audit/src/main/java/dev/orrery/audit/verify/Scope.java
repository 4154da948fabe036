package dev.orrery.audit.verify;

/** How much is verified. */
public enum Scope {
    /** The log alone, and the states that follow from it. */
    LOG,
    /** The live views too. */
    LOG_AND_VIEWS
}
