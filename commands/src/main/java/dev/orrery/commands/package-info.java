/**
 * Turns commands into events: a pure domain that decides, a Streams processor that makes each
 * decision one transaction, and the write routes that answer after the commit.
 */
@NullMarked
package dev.orrery.commands;

import org.jspecify.annotations.NullMarked;
