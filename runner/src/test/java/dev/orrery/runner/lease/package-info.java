/** What can be known of leases without a broker; the rest is shown end to end. */
@NullMarked
package dev.orrery.runner.lease;

import org.jspecify.annotations.NullMarked;
