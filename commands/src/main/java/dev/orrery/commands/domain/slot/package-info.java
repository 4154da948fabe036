/** The slots of a deployment with a concurrency limit: who has one, and who waits for one. */
@NullMarked
package dev.orrery.commands.domain.slot;

import org.jspecify.annotations.NullMarked;
