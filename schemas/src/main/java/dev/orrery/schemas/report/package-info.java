/** What runners say of the runs that they lease and execute. */
@NullMarked
package dev.orrery.schemas.report;

import org.jspecify.annotations.NullMarked;
