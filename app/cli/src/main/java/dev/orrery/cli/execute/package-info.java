/** A deployment executed here and now, in this terminal, and told to the server as it goes. */
@NullMarked
package dev.orrery.cli.execute;

import org.jspecify.annotations.NullMarked;
