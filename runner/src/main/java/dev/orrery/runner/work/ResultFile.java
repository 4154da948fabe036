package dev.orrery.runner.work;

import dev.orrery.schemas.deployment.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The file that a run may leave its result in. A result that can't be taken does not fail the run:
 * the work was done and its exit code said so, and to fail it could lead to a retry of what
 * succeeded. The run completes without a result and its output says why.
 */
final class ResultFile {

    static final int RESULT_BYTES_MAX = 64 * 1024;

    private ResultFile() {}

    static @Nullable Json read(RunFolder folder, Consumer<String> note) {
        try {
            byte[] bytes = folder.read(folder.result(), RESULT_BYTES_MAX + 1);
            if (bytes == null || bytes.length == 0) {
                return null;
            }
            if (bytes.length > RESULT_BYTES_MAX) {
                note.accept("The result is larger than 64 KiB and was not kept.");
                return null;
            }
            var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return Json.parse(text.toString());
        } catch (CharacterCodingException _) {
            note.accept("The result is not UTF-8 and was not kept.");
        } catch (IllegalArgumentException notJson) {
            note.accept("The result is not JSON and was not kept: " + notJson.getMessage());
        } catch (IOException unreadable) {
            note.accept("The result could not be read: " + unreadable.getMessage());
        }
        return null;
    }
}
