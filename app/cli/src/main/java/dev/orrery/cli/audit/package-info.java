/** What the log is asked, of the past too, and what is built from it again. */
@NullMarked
package dev.orrery.cli.audit;

import org.jspecify.annotations.NullMarked;
