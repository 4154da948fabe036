/** The commands about runs, and the watch that shows one as it goes. */
@NullMarked
package dev.orrery.cli.run;

import org.jspecify.annotations.NullMarked;
