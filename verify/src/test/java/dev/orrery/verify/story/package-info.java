/**
 * What a user does with Orrery, end to end: the embedded broker, the real processes, and HTTP. Each
 * class has one server, so what a story makes has names of its own. {@code verify/containers} tells
 * the same stories on a Kafka in a container and on another registry.
 */
@NullMarked
package dev.orrery.verify.story;

import org.jspecify.annotations.NullMarked;
