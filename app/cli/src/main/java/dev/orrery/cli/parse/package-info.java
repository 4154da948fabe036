/** What people write as the values of options: parameters, times, durations. */
@NullMarked
package dev.orrery.cli.parse;

import org.jspecify.annotations.NullMarked;
