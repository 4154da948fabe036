@NullMarked
package dev.orrery.server.node;

import org.jspecify.annotations.NullMarked;
