/**
 * The command line: everything but the programs of the server. It speaks HTTP alone, so it works
 * against any server, and it starts light.
 */
@NullMarked
package dev.orrery.cli;

import org.jspecify.annotations.NullMarked;
