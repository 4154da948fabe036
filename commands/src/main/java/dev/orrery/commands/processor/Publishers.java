package dev.orrery.commands.processor;

import dev.orrery.schemas.http.Role;
import dev.orrery.schemas.signature.ClusterKeys;
import java.util.Optional;

/**
 * Who may publish commands.
 *
 * @param keys of the cluster: whoever signs with one is believed who asks, and was asked for the
 *     role already
 * @param unsigned the role of a record that nobody signed; where it is empty, such a record may
 *     have nothing done
 */
public record Publishers(ClusterKeys keys, Optional<Role> unsigned) {}
