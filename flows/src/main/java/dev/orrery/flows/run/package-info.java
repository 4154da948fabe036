/** Calls a flow with a run's parameters: the program that a runner starts for a Java method. */
@NullMarked
package dev.orrery.flows.run;

import org.jspecify.annotations.NullMarked;
