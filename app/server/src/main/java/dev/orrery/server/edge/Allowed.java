package dev.orrery.server.edge;

import dev.orrery.schemas.http.Role;
import io.javalin.security.RouteRole;

/**
 * What a caller must be to use a route.
 *
 * @param role or one that may do more
 */
public record Allowed(Role role) implements RouteRole {}
