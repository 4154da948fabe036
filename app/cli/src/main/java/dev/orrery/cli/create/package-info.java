/** From what was authored to what the server has: package, push, put, and say what changed. */
@NullMarked
package dev.orrery.cli.create;

import org.jspecify.annotations.NullMarked;
