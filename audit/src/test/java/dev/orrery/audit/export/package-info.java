@NullMarked
package dev.orrery.audit.export;

import org.jspecify.annotations.NullMarked;
