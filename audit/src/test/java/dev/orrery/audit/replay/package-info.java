@NullMarked
package dev.orrery.audit.replay;

import org.jspecify.annotations.NullMarked;
