/**
 * What a server says of itself that can be proved: checkpoints of its log, and verifications, which
 * each node does of the partitions that it has.
 */
@NullMarked
package dev.orrery.server.proof;

import org.jspecify.annotations.NullMarked;
