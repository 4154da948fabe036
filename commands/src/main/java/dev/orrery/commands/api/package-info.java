/**
 * The write routes: translate a request into a command, submit it, answer after the commit with the
 * id, the version and the position of what became of it.
 */
@NullMarked
package dev.orrery.commands.api;

import org.jspecify.annotations.NullMarked;
