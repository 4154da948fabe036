/**
 * A folder of code made into what is pushed: which files, what they are called together, and the
 * archive. It never leaves the folder.
 */
@NullMarked
package dev.orrery.cli.pack;

import org.jspecify.annotations.NullMarked;
