package dev.orrery.runner.work.s3;

import org.jspecify.annotations.Nullable;

/**
 * Where a folder is in a store.
 *
 * @param bucket its name
 * @param prefix what the keys of the folder's files begin with, empty or ending in a slash
 * @param endpoint the address of the store; without one, as the environment says, else Amazon's
 * @param region of the bucket; without one, as the environment says
 */
public record S3Place(
        String bucket, String prefix, @Nullable String endpoint, @Nullable String region) {

    public static S3Place of(
            String bucket,
            @Nullable String prefix,
            @Nullable String endpoint,
            @Nullable String region) {
        var inner = prefix == null ? "" : prefix.replaceAll("^/+|/+$", "");
        return new S3Place(bucket, inner.isEmpty() ? "" : inner + "/", endpoint, region);
    }

    @Override
    public String toString() {
        return "s3://" + bucket + "/" + prefix;
    }
}
