package dev.orrery.schemas.deployment;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;

/** Where the folder of the code comes from. In JSON the field {@code kind} tells which. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = CodeSource.Pushed.class, name = "pushed"),
    @JsonSubTypes.Type(value = CodeSource.Host.class, name = "host"),
    @JsonSubTypes.Type(value = CodeSource.S3.class, name = "s3")
})
public sealed interface CodeSource {

    /**
     * The folder was pushed, and any runner can have it.
     *
     * @param artifact its id, the SHA-256 of its manifest in 64 hexadecimal digits
     */
    record Pushed(@JsonProperty(required = true) String artifact) implements CodeSource {}

    /**
     * The folder is on one host, and only the runners there can execute it.
     *
     * @param host its name
     */
    record Host(@JsonProperty(required = true) String host) implements CodeSource {}

    /**
     * The folder is in S3, or in a store that speaks its protocol.
     *
     * @param bucket its name
     * @param prefix what the keys of the folder's files begin with
     * @param endpoint the address of the store; without one, Amazon's
     * @param region of the bucket; without one, as the runner is set up
     */
    record S3(
            @JsonProperty(required = true) String bucket,
            @Nullable String prefix,
            @Nullable String endpoint,
            @Nullable String region)
            implements CodeSource {}
}
