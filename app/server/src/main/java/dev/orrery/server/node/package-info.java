/**
 * One process of Orrery: its settings, its roles, and how they are put together, started and
 * stopped in order.
 */
@NullMarked
package dev.orrery.server.node;

import org.jspecify.annotations.NullMarked;
