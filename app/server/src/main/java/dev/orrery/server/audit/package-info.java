/** The audit over HTTP, of what needs the log itself and no view of it. */
@NullMarked
package dev.orrery.server.audit;

import org.jspecify.annotations.NullMarked;
