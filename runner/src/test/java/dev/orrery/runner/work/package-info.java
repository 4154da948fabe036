/** Real processes, in real folders. */
@NullMarked
package dev.orrery.runner.work;

import org.jspecify.annotations.NullMarked;
