/** What is wrong with this machine or its server, and what to do about it. */
@NullMarked
package dev.orrery.cli.doctor;

import org.jspecify.annotations.NullMarked;
