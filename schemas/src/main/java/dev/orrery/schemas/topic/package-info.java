/**
 * The catalogue of topics: their names, how long they keep what, and how they are created. Written
 * as data, so that a start creates what is missing and the documents can be checked against it.
 */
@NullMarked
package dev.orrery.schemas.topic;

import org.jspecify.annotations.NullMarked;
