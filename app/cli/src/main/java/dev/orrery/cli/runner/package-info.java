/** The agent: a runner is a program of the server, which is started with what it needs. */
@NullMarked
package dev.orrery.cli.runner;

import org.jspecify.annotations.NullMarked;
