/**
 * A deterministic simulation of everything that decides: the real writers of the partitions over an
 * in-memory log with transactions, and runners, clients and clocks that do as a seed says. Faults
 * come from the seed too; promises are judged by a model of its own, which shares no code with the
 * domain.
 */
@NullMarked
package dev.orrery.verify.simulation;

import org.jspecify.annotations.NullMarked;
