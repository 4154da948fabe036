/** The person or script at the other end: two streams, an environment, a folder, an exit code. */
@NullMarked
package dev.orrery.cli.terminal;

import org.jspecify.annotations.NullMarked;
