@NullMarked
package dev.orrery.runner.work;

import org.jspecify.annotations.NullMarked;
