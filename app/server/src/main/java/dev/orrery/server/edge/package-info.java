/**
 * The HTTP edge: the server around the routes that other modules declare. Every "no" leaves here as
 * problem+json with a stable code, every body is bounded, and no stack trace goes out.
 */
@NullMarked
package dev.orrery.server.edge;

import org.jspecify.annotations.NullMarked;
