/**
 * What released versions left: their logs, which must be read for ever, and their schemas, which
 * every later one must fit.
 */
@NullMarked
package dev.orrery.verify.golden;

import org.jspecify.annotations.NullMarked;
