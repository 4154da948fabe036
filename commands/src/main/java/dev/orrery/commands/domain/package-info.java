/**
 * The rules. {@code decide(state, what is asked, now)} gives events or a refusal, {@code
 * evolve(state, event)} gives the next state; both are pure and total, one package an aggregate.
 * Nothing in here reads a clock, draws a random number, logs or waits.
 */
@NullMarked
package dev.orrery.commands.domain;

import org.jspecify.annotations.NullMarked;
