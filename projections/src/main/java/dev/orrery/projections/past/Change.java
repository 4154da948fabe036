package dev.orrery.projections.past;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * One difference of two JSON values.
 *
 * @param path a JSON pointer (RFC 6901) to what differs; into an array, by the place in the array
 *     that has it, and in both arrays the same place where both have it
 * @param before what was there; absent where nothing was, which is not null
 * @param after what is there; absent where nothing is
 */
@JsonInclude(Include.NON_NULL)
public record Change(String path, @Nullable JsonNode before, @Nullable JsonNode after) {}
