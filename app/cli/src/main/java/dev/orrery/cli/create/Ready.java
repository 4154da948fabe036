package dev.orrery.cli.create;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.orrery.cli.pack.CodePackage;
import dev.orrery.cli.spec.LoadedDeployment;
import org.jspecify.annotations.Nullable;

/**
 * A deployment that can be put.
 *
 * @param loaded as it was authored
 * @param document whole, as the API takes it
 * @param code what is to be brought to its place before, if anything
 */
record Ready(LoadedDeployment loaded, ObjectNode document, @Nullable CodePackage code) {}
