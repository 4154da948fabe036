package dev.orrery.commands.api;

import dev.orrery.schemas.http.Role;
import io.javalin.security.RouteRole;

/**
 * What a caller must be to use a route.
 *
 * @param role or one that may do more
 */
public record Needs(Role role) implements RouteRole {}
