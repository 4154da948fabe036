/**
 * What is asked for, in the imperative. A command may be refused; only the events that it leads to
 * are facts.
 */
@NullMarked
package dev.orrery.schemas.command;

import org.jspecify.annotations.NullMarked;
