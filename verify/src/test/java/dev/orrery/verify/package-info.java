/**
 * Never shipped: the architecture laws, and the stories that are told through HTTP against a whole
 * server.
 */
@NullMarked
package dev.orrery.verify;

import org.jspecify.annotations.NullMarked;
