/**
 * What local runs have to tell a server, in files, until it knows. The kits write the same files,
 * so the form of a line and the lock are an agreement between languages.
 */
@NullMarked
package dev.orrery.cli.journal;

import org.jspecify.annotations.NullMarked;
