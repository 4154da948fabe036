package dev.orrery.verify.server;

import java.util.LinkedHashMap;
import java.util.Map;

/** All that a server answers to reads, so that it can be compared with what it answers later. */
public final class Reading {

    private Reading() {}

    /** The bodies as they are, by address. */
    public static Map<String, String> everything(Http http) {
        var answers = new LinkedHashMap<String, String>();
        for (var list : new String[] {"/v1/flows", "/v1/counts", "/v1/deployments", "/v1/runs"}) {
            note(http, answers, list);
        }
        for (var deployment : http.all("/v1/deployments")) {
            var id = deployment.path("id").asText();
            note(http, answers, "/v1/deployments/" + id);
            note(http, answers, "/v1/deployments/" + id + "/revisions");
            note(http, answers, "/v1/events?limit=200&subject=" + id);
            note(http, answers, "/v1/runs?deployment=" + id);
            for (var schedule : deployment.path("schedules")) {
                note(http, answers, "/v1/events?subject=" + schedule.path("id").asText());
            }
        }
        for (var run : http.all("/v1/runs")) {
            var id = run.path("id").asText();
            note(http, answers, "/v1/runs/" + id);
            note(http, answers, "/v1/runs/" + id + "/logs");
            note(http, answers, "/v1/events?subject=" + id);
        }
        for (var state : new String[] {"COMPLETED", "FAILED", "CRASHED", "CANCELLED", "RUNNING"}) {
            note(http, answers, "/v1/runs?state=" + state);
        }
        return answers;
    }

    private static void note(Http http, Map<String, String> answers, String address) {
        answers.put(address, http.get(address).is(200).text());
    }
}
