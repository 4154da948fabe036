package dev.orrery.projections.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreFolderTest {

    private static final String APPLICATION = "views";

    @TempDir private Path state = Path.of("");
    private StoreFolder folder = new StoreFolder(state, APPLICATION);

    @BeforeEach
    void makeFolder() {
        folder = new StoreFolder(state, APPLICATION);
    }

    @Test
    void a_first_start_throws_nothing_away() throws IOException {
        assertThat(folder.discardUnlessClosed()).isFalse();

        Files.createDirectory(state.resolve(APPLICATION));
        assertThat(folder.discardUnlessClosed()).isFalse();
    }

    @Test
    void what_was_closed_is_kept_until_it_is_opened_again() throws IOException {
        var store = store();
        folder.markClosed();

        assertThat(folder.discardUnlessClosed()).isFalse();
        assertThat(store).exists();

        assertThat(folder.discardUnlessClosed()).isTrue();
        assertThat(store.getParent()).doesNotExist();
    }

    @Test
    void what_belongs_to_no_store_stays() throws IOException {
        store();
        var process = Files.writeString(state.resolve(APPLICATION).resolve("process"), "name");

        assertThat(folder.discard()).isTrue();
        assertThat(process).hasContent("name");
        assertThat(folder.discard()).isFalse();
    }

    @Test
    void stores_of_tasks_that_there_are_no_more_are_known() throws IOException {
        store();
        assertThat(folder.isOfOtherTasks()).isFalse();

        Files.createDirectories(state.resolve(APPLICATION).resolve("1_0"));
        assertThat(folder.isOfOtherTasks()).isTrue();
        folder.discard();
        assertThat(folder.isOfOtherTasks()).isFalse();
    }

    private Path store() throws IOException {
        var task = Files.createDirectories(state.resolve(APPLICATION).resolve("0_0"));
        return Files.writeString(task.resolve("CURRENT"), "rows");
    }
}
