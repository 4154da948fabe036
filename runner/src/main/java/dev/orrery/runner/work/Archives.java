package dev.orrery.runner.work;

import java.io.IOException;
import java.util.Optional;

/** Where code that was pushed is kept. */
@FunctionalInterface
public interface Archives {

    /** For a runner that nobody can have pushed anything for. */
    Archives NONE = _ -> Optional.empty();

    /**
     * @param artifact its id
     * @return the archive, a tar packed with gzip; nothing when it was never pushed
     */
    Optional<byte[]> get(String artifact) throws IOException;
}
