@NullMarked
package dev.orrery.flows.json;

import org.jspecify.annotations.NullMarked;
