package dev.orrery.cli.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.orrery.cli.terminal.ExitCode;
import dev.orrery.cli.terminal.Stop;
import dev.orrery.flows.track.Answer.Kind;

/** Makes of a refusal one sentence, what to do, and an exit code. */
public final class Problems {

    private Problems() {}

    /**
     * @throws Stop when the answer is a refusal
     */
    static void check(Answer answer) {
        if (answer.status() / 100 != 2) {
            throw stop(answer);
        }
    }

    static Stop stop(Answer answer) {
        return stop(answer.address(), answer.status(), answer.text());
    }

    /** Whether nobody knows what became of it: of a server, or of something before it. */
    static boolean isUnknown(Answer answer) {
        return switch (answer.status()) {
            case 502 -> true;
            case 504 -> !code(answer).equals("DEADLINE_PASSED");
            default -> false;
        };
    }

    /** The code of a refusal; empty where there is none. */
    static String code(Answer answer) {
        return Json.text(body(answer.text()), "/code");
    }

    /** Of what the kit was told, which speaks HTTP by itself. */
    public static Stop stop(Api api, dev.orrery.flows.track.Answer answer) {
        return answer.kind() == Kind.UNREACHED
                ? unreachable(api.address())
                : stop(api.address(), answer.status(), answer.text());
    }

    static Stop unreachable(String address) {
        return new Stop(
                ExitCode.UNREACHABLE,
                "No server answers at "
                        + address
                        + "; start one with './orrery up', or name another with --api or"
                        + " ORRERY_API_URL.");
    }

    private static Stop stop(String address, int status, String text) {
        var body = body(text);
        if (Json.text(body, "/code").isEmpty()) {
            return new Stop(
                    exitCode(status),
                    "%s answered %d, and not as Orrery does; check --api."
                            .formatted(address, status));
        }
        return new Stop(exitCode(status), sentence(body));
    }

    private static String sentence(JsonNode body) {
        var said = Json.text(body, "/detail");
        var sentence = new StringBuilder(said.isEmpty() ? Json.text(body, "/title") : said);
        if (!sentence.toString().endsWith(".")) {
            sentence.append('.');
        }
        var field = Json.text(body, "/field");
        sentence.append(" (").append(Json.text(body, "/code"));
        if (!field.isEmpty() && body.path("errors").isEmpty()) {
            sentence.append(", ").append(field);
        }
        sentence.append(')');
        for (var error : body.path("errors")) {
            sentence.append("\n  ")
                    .append(Json.text(error, "/pointer"))
                    .append(": ")
                    .append(Json.text(error, "/detail"));
        }
        return sentence.toString();
    }

    private static ExitCode exitCode(int status) {
        return switch (status) {
            case 401, 403 -> ExitCode.NOT_ALLOWED;
            case 404 -> ExitCode.NOT_FOUND;
            case 409, 410, 412 -> ExitCode.CONFLICT;
            case 408, 429, 504 -> ExitCode.TIMED_OUT;
            case 502, 503 -> ExitCode.UNREACHABLE;
            default -> status / 100 == 4 ? ExitCode.USAGE : ExitCode.FAILED;
        };
    }

    private static JsonNode body(String text) {
        try {
            var body = Json.read(text);
            return body.isObject() ? body : Json.object();
        } catch (IllegalArgumentException foreign) {
            return Json.object();
        }
    }
}
