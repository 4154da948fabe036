@NullMarked
package dev.orrery.audit.print;

import org.jspecify.annotations.NullMarked;
