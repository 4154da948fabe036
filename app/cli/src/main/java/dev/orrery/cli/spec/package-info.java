/**
 * What authors write (Python, Java, YAML, flags), read into one form. Files of code are read by a
 * process of their own, so that what they do at their top level they do not do to us.
 */
@NullMarked
package dev.orrery.cli.spec;

import org.jspecify.annotations.NullMarked;
