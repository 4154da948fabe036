package dev.orrery.schemas.deployment;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a run executes. In JSON the field {@code kind} tells which. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Entrypoint.Command.class, name = "command"),
    @JsonSubTypes.Type(value = Entrypoint.Python.class, name = "python"),
    @JsonSubTypes.Type(value = Entrypoint.Java.class, name = "java")
})
public sealed interface Entrypoint {

    /**
     * Any program.
     *
     * @param command the program and its arguments, never given to a shell; {@code {{name}}} in an
     *     argument stands for the parameter of that name
     */
    record Command(@JsonProperty(required = true) List<String> command) implements Entrypoint {
        public Command {
            command = List.copyOf(command);
        }
    }

    /**
     * A function in a Python file.
     *
     * @param path the file, relative to the deployment's path
     * @param function its name; parameters become keyword arguments
     */
    record Python(
            @JsonProperty(required = true) String path,
            @JsonProperty(required = true) String function)
            implements Entrypoint {}

    /**
     * A Java source file, a jar, or a folder of classes.
     *
     * @param path the file or folder, relative to the deployment's path
     * @param mainClass the class to start, for a jar without a main class in its manifest, or the
     *     class of the method
     * @param method a method that is marked as a flow; parameters become its arguments. Without
     *     one, the class is started as a program
     */
    record Java(
            @JsonProperty(required = true) String path,
            @Nullable String mainClass,
            @Nullable String method)
            implements Entrypoint {

        /** One that is started as a program. */
        public Java(String path, @Nullable String mainClass) {
            this(path, mainClass, null);
        }
    }
}
