package dev.orrery.schemas.registry;

import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;

/**
 * Where schemas get the ids that stand in front of every record.
 *
 * <p>Each method throws {@link RegistryException} when the registry refuses or can't be reached.
 */
public interface SchemaRegistry {
    /** The schema's id, made if the subject does not have the schema yet. */
    int register(String subject, Schema schema);

    /**
     * The ids of many schemas, in their order, as {@link #register} gives them. What was wanted
     * beside one that is refused may be registered nevertheless.
     */
    List<Integer> registerAll(List<Registration> wanted);

    /** The schema's id if the subject has it; empty too if there is no such subject. */
    Optional<Integer> lookUp(String subject, Schema schema);

    /** The schema with this id, whatever its subjects. */
    Schema schema(int id);

    /** Whether {@link #register} would take the schema. */
    boolean isCompatible(String subject, Schema schema);

    /** Sets the subject's rule where another one holds for it now. */
    void requireCompatibility(String subject, Compatibility level);
}
