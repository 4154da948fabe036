package dev.orrery.flows;

import org.jspecify.annotations.Nullable;

/** Which flow a deployment means. */
public sealed interface FlowReference {

    /** The flow's name or its method's; nothing where there is but one. */
    @Nullable String name();

    /**
     * A flow that was compiled with the deployment.
     *
     * @param type its class
     * @param name the flow's or its method's
     */
    record InClass(Class<?> type, @Nullable String name) implements FlowReference {}

    /**
     * A flow that is found by its file.
     *
     * @param location relative to the deployment's file
     * @param name the flow's or its method's
     */
    record InFile(String location, @Nullable String name) implements FlowReference {}
}
