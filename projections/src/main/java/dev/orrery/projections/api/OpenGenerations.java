package dev.orrery.projections.api;

import dev.orrery.schemas.id.Position;
import java.util.Optional;

/** The generations of the views that can be read here now. */
public interface OpenGenerations {

    /** The one that clients read. */
    GenerationReads live();

    /** One that another node asks for, where it is open here. */
    Optional<GenerationReads> of(int generation);

    /**
     * How far whoever reads a generation may have seen the log in one before it: no read of it may
     * be from before that, or time would go back at a switch.
     */
    Position floor(int generation);

    /** Where there is never but the one. */
    static OpenGenerations only(GenerationReads one) {
        return new OpenGenerations() {
            @Override
            public GenerationReads live() {
                return one;
            }

            @Override
            public Optional<GenerationReads> of(int generation) {
                return Optional.of(one).filter(it -> it.generation() == generation);
            }

            @Override
            public Position floor(int generation) {
                return Position.START;
            }
        };
    }
}
