/**
 * Composes the programs: settings, roles, the HTTP edge, and the embedded broker and registry of
 * the all-in-one, wired by hand in one readable place.
 */
@NullMarked
package dev.orrery.server;

import org.jspecify.annotations.NullMarked;
