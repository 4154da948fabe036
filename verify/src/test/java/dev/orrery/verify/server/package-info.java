/** A server to tell stories about: in this JVM, in one of its own, over HTTP and over Kafka. */
@NullMarked
package dev.orrery.verify.server;

import org.jspecify.annotations.NullMarked;
