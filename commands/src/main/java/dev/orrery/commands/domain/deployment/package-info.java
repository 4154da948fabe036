/** Deployments and their schedules: what may be asked of them, what happens to them. */
@NullMarked
package dev.orrery.commands.domain.deployment;

import org.jspecify.annotations.NullMarked;
