package dev.orrery.cli.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.orrery.runner.work.s3.S3Keys;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A deployment as it was authored, whichever way.
 *
 * @param flow the name of its flow
 * @param name its name
 * @param root the folder of its code, absolute; nothing where it needs none
 * @param push whether the folder is packaged and brought to the server, or to the storage
 * @param document as the API takes it, without code and path
 * @param storage where the code is instead of on the server, {@code s3} or {@code local}
 * @param keys of who brings it to S3, where the code names them; in no document
 * @param source where it was written
 */
public record LoadedDeployment(
        String flow,
        String name,
        @Nullable Path root,
        boolean push,
        ObjectNode document,
        @Nullable JsonNode storage,
        @Nullable S3Keys keys,
        Source source) {

    /**
     * @param file for people
     * @param line from 1; 0 where there is none
     */
    public record Source(String file, int line) {
        @Override
        public String toString() {
            return line == 0 ? file : file + ":" + line;
        }
    }

    public LoadedDeployment with(ObjectNode newDocument) {
        return new LoadedDeployment(flow, name, root, push, newDocument, storage, keys, source);
    }

    public LoadedDeployment notPushed() {
        return new LoadedDeployment(flow, name, root, false, document, storage, keys, source);
    }

    public LoadedDeployment at(Path newRoot) {
        return new LoadedDeployment(flow, name, newRoot, push, document, storage, keys, source);
    }

    public String title() {
        return "deployment '" + name + "' for flow '" + flow + "'";
    }
}
