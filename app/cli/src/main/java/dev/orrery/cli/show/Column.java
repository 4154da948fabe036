package dev.orrery.cli.show;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.Function;

/**
 * A column of a table.
 *
 * @param title in capitals
 * @param value what it says of an item
 */
public record Column(String title, Function<JsonNode, String> value) {}
