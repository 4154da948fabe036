package dev.orrery.schemas.registry;

import java.net.URI;
import java.util.Optional;

/**
 * One address of the registry, with what proves who we are to it.
 *
 * @param url without user info, without a slash at its end
 * @param authorization the value of the header of that name
 */
record Endpoint(URI url, Optional<String> authorization) {
    URI resolve(String path) {
        return URI.create(url + path);
    }

    /** Settings are logged; passwords are not. */
    @Override
    public String toString() {
        return url + authorization.map(_ -> " (with credentials)").orElse("");
    }
}
