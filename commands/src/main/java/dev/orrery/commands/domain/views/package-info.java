/** Which generation of the views is read, and which is built beside it. */
@NullMarked
package dev.orrery.commands.domain.views;

import org.jspecify.annotations.NullMarked;
