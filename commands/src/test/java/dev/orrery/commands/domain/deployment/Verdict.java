package dev.orrery.commands.domain.deployment;

import static dev.orrery.commands.domain.Draft.document;
import static dev.orrery.commands.domain.Story.given;
import static dev.orrery.commands.domain.deployment.Deployments.put;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.commands.domain.Draft;
import dev.orrery.schemas.deployment.Json;
import dev.orrery.schemas.reply.Refusal;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/** Says of a draft whether it is accepted. */
final class Verdict {

    private Verdict() {}

    /** The draft of the limit's size is accepted and that of one more refused. */
    static void limit(int max, IntFunction<Consumer<Draft>> ofSize, Refusal code, String field) {
        accepted(ofSize.apply(max));
        refused(ofSize.apply(max + 1), code, field);
    }

    static void accepted(Consumer<Draft> change) {
        assertThat(given().when(put(document(change))).events()).isNotEmpty();
    }

    static void refused(Consumer<Draft> change, Refusal code, String field) {
        given().when(put(document(change))).thenRejected(code, field);
    }

    /** An object of one member that has so many bytes. */
    static Json object(String key, int bytes) {
        int frame = "{'':''}".length() + key.length();
        return Json.parse("{\"" + key + "\":\"" + "x".repeat(bytes - frame) + "\"}");
    }
}
