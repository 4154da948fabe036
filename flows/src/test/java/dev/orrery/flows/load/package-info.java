@NullMarked
package dev.orrery.flows.load;

import org.jspecify.annotations.NullMarked;
