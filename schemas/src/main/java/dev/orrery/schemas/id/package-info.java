/**
 * Who is who: the ids of aggregates, commands, runners and leases, and the affinity bits in them
 * that say which partition decides. Ids are values made from what they name or from time and a
 * seed; nothing here draws a random number but the callers that ask for one.
 */
@NullMarked
package dev.orrery.schemas.id;

import org.jspecify.annotations.NullMarked;
