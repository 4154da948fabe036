package dev.orrery.cli.create;

import com.fasterxml.jackson.databind.JsonNode;
import dev.orrery.cli.http.Api;
import dev.orrery.cli.http.Json;
import dev.orrery.cli.pack.CodePackage;
import dev.orrery.cli.terminal.ExitCode;
import dev.orrery.cli.terminal.Stop;
import dev.orrery.cli.terminal.Terminal;
import dev.orrery.runner.work.s3.S3Failure;
import dev.orrery.runner.work.s3.S3Folder;
import dev.orrery.runner.work.s3.S3Place;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Brings code to where its deployment says that it is, to each place once. */
final class Bringing {

    private static final String GZIP = "application/gzip";

    private final Terminal terminal;
    private final Api api;
    private final Set<List<String>> done = new HashSet<>();

    Bringing(Terminal terminal, Api api) {
        this.terminal = terminal;
        this.api = api;
    }

    void bring(Ready ready) {
        var code = ready.code();
        if (code == null || !done.add(List.of(place(ready), code.id()))) {
            return;
        }
        var storage = ready.loaded().storage();
        if (storage == null) {
            push(code);
        } else {
            upload(code, s3(storage), ready);
        }
    }

    /** For people. */
    static String place(Ready ready) {
        var storage = ready.loaded().storage();
        return storage == null ? "the server" : s3(storage).toString();
    }

    private void push(CodePackage code) {
        var path = "/v1/artifacts/" + code.id();
        if (api.exists(path)) {
            return;
        }
        api.upload(path, code.archive(), GZIP);
        terminal.say("Pushed %s, of %s".formatted(code.size(), code.root()));
    }

    private void upload(CodePackage code, S3Place place, Ready ready) {
        try {
            S3Folder.of(place, ready.loaded().keys()).upload(code.contents());
        } catch (S3Failure failure) {
            throw new Stop(
                    ExitCode.FAILED,
                    ready.loaded().source()
                            + ": "
                            + failure.sentence()
                            + " If the code is there already, say so: skip_upload=True in Prefect's"
                            + " build_from_flow, push_to_server=False, push: false, or --no-push.");
        }
        terminal.say("Uploaded %s, of %s, to %s".formatted(code.size(), code.root(), place));
    }

    private static S3Place s3(JsonNode storage) {
        return S3Place.of(
                Json.text(storage, "/bucket"),
                Json.text(storage, "/prefix"),
                orNull(Json.text(storage, "/endpoint")),
                orNull(Json.text(storage, "/region")));
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
