/**
 * Runs of flows that a process calls by itself, told to the server. Everything that must reach it
 * is first appended to a journal, and only then sent, by a thread of its own. So a run is known
 * exactly once, and in the end, whether there is a server, one that dies midway, or none; and the
 * flow neither waits for a server nor fails because of one. The journals are those of Python's side
 * of the kit: either pushes the other's.
 */
@NullMarked
package dev.orrery.flows.track;

import org.jspecify.annotations.NullMarked;
