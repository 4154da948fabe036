/** A Kafka in a container and a registry of another project, for the stories of {@code verify}. */
@NullMarked
package dev.orrery.verify.containers;

import org.jspecify.annotations.NullMarked;
