/**
 * How answers are shown: a table for people, JSON and YAML for programs, names for other commands.
 */
@NullMarked
package dev.orrery.cli.show;

import org.jspecify.annotations.NullMarked;
