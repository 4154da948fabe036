/**
 * How nodes of a cluster ask each other for what they have not: who has which partition, one
 * question over HTTP with its limits, and whether what came back is an answer. Knows neither routes
 * nor stores.
 */
@NullMarked
package dev.orrery.projections.peer;

import org.jspecify.annotations.NullMarked;
