@NullMarked
package dev.orrery.audit.log;

import org.jspecify.annotations.NullMarked;
