/** Programs in other languages, with clients that others wrote, on a server's Kafka. */
@NullMarked
package dev.orrery.verify.clients;

import org.jspecify.annotations.NullMarked;
