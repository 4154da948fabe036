@NullMarked
package dev.orrery.server.proof;

import org.jspecify.annotations.NullMarked;
