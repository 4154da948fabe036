/**
 * The server, as any client sees it. Reads what it wrote, asks again where it may, and makes of a
 * refusal the sentence and the exit code that a command ends with.
 */
@NullMarked
package dev.orrery.cli.http;

import org.jspecify.annotations.NullMarked;
