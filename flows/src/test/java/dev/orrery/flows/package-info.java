@NullMarked
package dev.orrery.flows;

import org.jspecify.annotations.NullMarked;
