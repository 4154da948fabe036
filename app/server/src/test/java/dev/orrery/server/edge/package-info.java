/** A live edge, at whose other end tests speak HTTP by hand where no client would say it so. */
@NullMarked
package dev.orrery.server.edge;

import org.jspecify.annotations.NullMarked;
