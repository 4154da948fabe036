/** What a person may call a thing: its name, its id, or a beginning of its id that no other has. */
@NullMarked
package dev.orrery.cli.find;

import org.jspecify.annotations.NullMarked;
