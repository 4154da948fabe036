/** {@code orrery audit}: what happened, why, and proof of it. */
@NullMarked
package dev.orrery.cli.audit;

import org.jspecify.annotations.NullMarked;
