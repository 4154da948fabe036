/** The commands about deployments. */
@NullMarked
package dev.orrery.cli.deployment;

import org.jspecify.annotations.NullMarked;
