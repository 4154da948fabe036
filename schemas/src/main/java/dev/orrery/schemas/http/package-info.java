/**
 * What every HTTP route agrees on, whoever declares it: who may call it, and how it says no. Knows
 * no HTTP server; the edge that wraps the routes gives both their form on the wire.
 */
@NullMarked
package dev.orrery.schemas.http;

import org.jspecify.annotations.NullMarked;
