/** The life of a run: requested, leased, started, ended, and who may say so. */
@NullMarked
package dev.orrery.commands.domain.run;

import org.jspecify.annotations.NullMarked;
