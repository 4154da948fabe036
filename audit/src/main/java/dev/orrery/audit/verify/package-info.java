/**
 * A log proved: each partition read, every event held against the one before it and against what
 * was signed of it, the states folded, and the views folded once more and held against the live
 * ones, row by row and byte by byte. {@link dev.orrery.audit.verify.Verification} first.
 */
@NullMarked
package dev.orrery.audit.verify;

import org.jspecify.annotations.NullMarked;
