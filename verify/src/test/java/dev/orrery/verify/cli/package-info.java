/** The command line against a live server: in this JVM, and as its users start it. */
@NullMarked
package dev.orrery.verify.cli;

import org.jspecify.annotations.NullMarked;
