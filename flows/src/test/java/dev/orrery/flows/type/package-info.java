@NullMarked
package dev.orrery.flows.type;

import org.jspecify.annotations.NullMarked;
