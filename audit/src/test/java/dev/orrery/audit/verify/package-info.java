@NullMarked
package dev.orrery.audit.verify;

import org.jspecify.annotations.NullMarked;
