@NullMarked
package dev.orrery.flows.track;

import org.jspecify.annotations.NullMarked;
