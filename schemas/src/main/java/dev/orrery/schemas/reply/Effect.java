package dev.orrery.schemas.reply;

/** What an accepted command did. */
public enum Effect {
    /** Something is new. */
    CREATED,
    /** Something that was there changed. */
    CHANGED,
    /** It was so already: no event. */
    UNCHANGED
}
