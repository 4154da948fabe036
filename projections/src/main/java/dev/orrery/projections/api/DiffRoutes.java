package dev.orrery.projections.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.orrery.projections.past.Change;
import dev.orrery.projections.past.Changes;
import dev.orrery.projections.view.Keys;
import dev.orrery.projections.view.ViewJson;
import dev.orrery.schemas.http.ApiProblem;
import dev.orrery.schemas.id.DeploymentId;
import dev.orrery.schemas.reply.Refusal;
import io.javalin.http.ContentType;
import io.javalin.http.Context;
import java.util.List;
import java.util.UUID;

/** What differs between the documents of two revisions of a deployment. */
final class DiffRoutes {

    private static final String FROM = "from";
    private static final String TO = "to";
    private static final String DOCUMENT = "document";
    private final Visit views;

    DiffRoutes(Visit views) {
        this.views = views;
    }

    /**
     * The answer.
     *
     * @param deployment its id
     * @param from the one revision without its document
     * @param to the other one without its document
     * @param changes what differs in the documents
     */
    private record Diff(UUID deployment, JsonNode from, JsonNode to, List<Change> changes) {}

    void byId(Context http) {
        of(http, Query.id(http.pathParam("id"), "id", DeploymentId::new));
    }

    void byName(Context http) {
        of(http, DeploymentRoutes.byFlowAndName(http));
    }

    /** Without numbers it is what the last revision changed. */
    private void of(Context http, DeploymentId id) {
        var query = Query.of(http, FROM, TO);
        byte[] row = views.get(views.partitionOf(id.value()), Keys.deployment(id));
        if (row == null) {
            throw DeploymentRoutes.unknown(id);
        }
        int last = Integer.parseInt(ViewJson.readText(row, "revision"));
        int to = query.number(TO, last, 1, Integer.MAX_VALUE);
        int from = query.number(FROM, Math.max(1, to - 1), 1, Integer.MAX_VALUE);
        var before = revision(id, from);
        var after = revision(id, to);
        var changes = Changes.between(before.remove(DOCUMENT), after.remove(DOCUMENT));
        http.contentType(ContentType.APPLICATION_JSON)
                .result(ViewJson.write(new Diff(id.value(), before, after, changes)));
    }

    private ObjectNode revision(DeploymentId id, int number) {
        byte[] row = views.get(views.partitionOf(id.value()), Keys.revision(id, number));
        if (row == null) {
            throw new ApiProblem(
                    Refusal.REVISION_NOT_FOUND, "The deployment never had a revision " + number);
        }
        return (ObjectNode) ViewJson.tree(row);
    }
}
