package dev.orrery.flows.load;

import dev.orrery.flows.DeploymentSpec;
import dev.orrery.flows.FlowMethod;
import dev.orrery.flows.FlowReference;
import dev.orrery.flows.Place;
import dev.orrery.flows.SpecException;
import dev.orrery.flows.Traces;
import dev.orrery.flows.json.Json;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Loads a file for its flows and deployments; all or nothing. */
final class Loading {

    private final Code code;

    private Loading(Code code) {
        this.code = code;
    }

    /**
     * What a file declares, in the form that the Python side writes too. Never throws: what is
     * wrong is in it.
     *
     * @param flow the one that is asked for
     */
    static Json.Obj load(Path file, @Nullable String flow) {
        try (var code = Code.of(file)) {
            return new Loading(code).all(flow, file);
        } catch (LoadFailure failure) {
            return failed(failure, null);
        } catch (IOException unreadable) {
            return failed(
                    new LoadFailure("The file can't be read: " + unreadable, file.toString(), 1),
                    null);
        }
    }

    static Json.Obj failed(LoadFailure failure, @Nullable Throwable cause) {
        var error =
                Json.object("message", String.valueOf(failure.getMessage()))
                        .with("file", failure.file())
                        .with("line", failure.line())
                        .with("traceback", cause == null ? "" : Traces.text(cause));
        return answer(Json.array(), Json.array(), error);
    }

    private static Json.Obj answer(Json flows, Json deployments, Json error) {
        return Json.object("flows", flows).with("deployments", deployments).with("error", error);
    }

    private Json.Obj all(@Nullable String flow, Path file) {
        var place = new Place("", 1);
        try {
            return answer(flows(flow), deployments(), Json.NULL);
        } catch (LoadFailure failure) {
            return failed(failure, null);
        } catch (SpecException wrong) {
            var where = Place.of(wrong);
            return failed(
                    code.failure(String.valueOf(wrong.getMessage()), where == null ? place : where),
                    wrong);
        } catch (InvocationTargetException thrown) {
            return thrown(thrown.getCause() == null ? thrown : thrown.getCause(), file);
        } catch (RuntimeException | LinkageError thrown) {
            return thrown(thrown, file);
        }
    }

    private Json.Obj thrown(Throwable thrown, Path file) {
        var where = Place.of(thrown);
        var place = where == null ? new Place("", 1) : where;
        String message =
                thrown instanceof SpecException
                        ? String.valueOf(thrown.getMessage())
                        : "The file %s threw %s%s"
                                .formatted(
                                        file.getFileName(),
                                        thrown,
                                        String.valueOf(thrown.getMessage()).endsWith(".")
                                                ? ""
                                                : ".");
        return failed(code.failure(message, place), thrown);
    }

    private Json flows(@Nullable String wanted) {
        var flows = new ArrayList<Json>();
        for (var outline : code.own()) {
            if (outline.flows().isEmpty()) {
                continue;
            }
            for (var flow : FlowMethod.in(code.load(outline.name()))) {
                if (wanted == null
                        || wanted.equals(flow.name())
                        || wanted.equals(flow.methodName())) {
                    flows.add(described(flow));
                }
            }
        }
        if (wanted != null && flows.size() != 1) {
            throw code.failure(
                    "There is %s flow '%s' in the file."
                            .formatted(flows.isEmpty() ? "no" : "more than one", wanted),
                    new Place("", 1));
        }
        return new Json.Array(flows);
    }

    private Json described(FlowMethod flow) {
        String type = flow.owner().getName();
        var schema = flow.schema();
        return Json.object("flow", flow.name())
                .with("mainClass", type)
                .with("method", flow.methodName())
                .with("file", code.shown(type))
                .with("line", code.lineOf(type, flow.methodName()))
                .with("entrypoint", Authored.entrypoint(flow, code, code.root()))
                .with("root", code.root().toString())
                .with("version", flow.version())
                .with("parameterSchema", schema == null ? Json.NULL : schema)
                .with("description", flow.description());
    }

    private Json deployments() throws InvocationTargetException {
        var seen = new HashMap<List<String>, DeploymentSpec>();
        var loaded = new ArrayList<Json>();
        for (var outline : code.own()) {
            if (!outline.declares()) {
                continue;
            }
            for (var spec : Declarations.of(code, code.load(outline.name()))) {
                loaded.add(deployment(spec, seen));
            }
        }
        return new Json.Array(loaded);
    }

    private Json deployment(DeploymentSpec spec, Map<List<String>, DeploymentSpec> seen) {
        var authored = new Authored(code, this::found).of(spec);
        String flow = String.valueOf(authored.text("flow"));
        var first = seen.putIfAbsent(List.of(flow, spec.name()), spec);
        if (first != null) {
            throw code.failure(
                    "There are two deployments '%s' for the flow '%s'; the first is in %s, line %d."
                            .formatted(
                                    spec.name(),
                                    flow,
                                    Path.of(code.shown(first.place().type())).getFileName(),
                                    first.place().line()),
                    spec.place());
        }
        return authored;
    }

    private Authored.Found found(FlowReference.InClass in) {
        if (!code.has(in.type())) {
            throw new SpecException(
                    "the class %s of the flow is not in the deployment's folder."
                            .formatted(in.type().getName()));
        }
        return new Authored.Found(in.type(), code);
    }
}
