/** Answers, visible after the commit, and the codes of refusals. */
@NullMarked
package dev.orrery.schemas.reply;

import org.jspecify.annotations.NullMarked;
