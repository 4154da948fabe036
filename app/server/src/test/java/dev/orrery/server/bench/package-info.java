@NullMarked
package dev.orrery.server.bench;

import org.jspecify.annotations.NullMarked;
