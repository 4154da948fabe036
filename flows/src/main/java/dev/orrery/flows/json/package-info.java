/**
 * JSON, read and written by ourselves. A library would lie on the class path of every user's flow
 * and there meet the one that the flow brings, in another version; four hundred lines meet nobody.
 */
@NullMarked
package dev.orrery.flows.json;

import org.jspecify.annotations.NullMarked;
