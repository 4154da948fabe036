/**
 * The first two minutes: examples registered, one of them run and watched, its audit trail shown.
 */
@NullMarked
package dev.orrery.server.quickstart;

import org.jspecify.annotations.NullMarked;
