/**
 * The log told again from its start: each event with the state that it left, folded by the rules
 * that decided it, and checked against the one before it. What asks the log anything builds on it.
 */
@NullMarked
package dev.orrery.audit.replay;

import org.jspecify.annotations.NullMarked;
