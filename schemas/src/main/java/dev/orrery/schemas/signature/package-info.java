/**
 * Who is told apart from whom says so: the keys of a cluster, and the signature by which a command
 * of the api is known.
 */
@NullMarked
package dev.orrery.schemas.signature;

import org.jspecify.annotations.NullMarked;
