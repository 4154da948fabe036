package dev.orrery.schemas.id;

/**
 * One life of a runner: its name, which outlives restarts, and the number of this start.
 *
 * @param value {@code name@start}, 255 characters at most: it is part of keys and headers
 */
public record RunnerId(String value) {

    public static final int CHARACTERS_MAX = 255;

    public RunnerId {
        if (value.isEmpty() || value.length() > CHARACTERS_MAX) {
            throw new IllegalArgumentException("a runner's id has 1 to 255 characters");
        }
    }

    public static RunnerId of(String name, long start) {
        return new RunnerId(name + "@" + start);
    }

    /** The name without the start: the same for every life of this runner. */
    public String name() {
        int at = value.lastIndexOf('@');
        return at < 0 ? value : value.substring(0, at);
    }

    /** Whether the other is an earlier or later life of this same runner. */
    public boolean isAnotherLifeOf(RunnerId other) {
        return name().equals(other.name()) && !equals(other);
    }

    @Override
    public String toString() {
        return value;
    }
}
