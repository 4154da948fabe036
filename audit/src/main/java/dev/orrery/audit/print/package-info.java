/** What was replayed, on paper: lines that a person reads, or JSON that a program does. */
@NullMarked
package dev.orrery.audit.print;

import org.jspecify.annotations.NullMarked;
