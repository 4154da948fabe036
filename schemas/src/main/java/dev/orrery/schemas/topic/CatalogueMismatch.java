package dev.orrery.schemas.topic;

/** The topics that are there are not those that the settings ask for; a start must stop. */
public final class CatalogueMismatch extends RuntimeException {

    private static final long serialVersionUID = 1;

    /**
     * @param sentence what differs and what to do, for people
     */
    public CatalogueMismatch(String sentence) {
        super(sentence);
    }
}
