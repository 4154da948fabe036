package dev.orrery.runner.work.s3;

import org.jspecify.annotations.Nullable;

/**
 * Who asks a store. Never written anywhere.
 *
 * @param id of the access key
 * @param secret of the access key
 * @param sessionToken of keys that are lent for a while
 */
public record S3Keys(String id, String secret, @Nullable String sessionToken) {

    @Override
    public String toString() {
        return "S3Keys";
    }
}
