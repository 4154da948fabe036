/**
 * The log for other programs: a range of it as CloudEvents in JSON, one a line, in the order of
 * time. Who was interrupted goes on after the last line that came.
 */
@NullMarked
package dev.orrery.audit.export;

import org.jspecify.annotations.NullMarked;
