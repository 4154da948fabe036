/** The laws of the code, each a test with its reason: what reviews forget, a build does not. */
@NullMarked
package dev.orrery.verify.laws;

import org.jspecify.annotations.NullMarked;
