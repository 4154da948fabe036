/**
 * Finds what a source file, a jar or a class folder declares, and runs nothing of it but what its
 * own declarations of deployments run. A program of its own ({@link dev.orrery.flows.load.Main}),
 * since a user's code may end or spoil the process that loads it.
 */
@NullMarked
package dev.orrery.flows.load;

import org.jspecify.annotations.NullMarked;
