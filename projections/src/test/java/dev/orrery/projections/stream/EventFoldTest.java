package dev.orrery.projections.stream;

import static dev.orrery.projections.Story.DAILY;
import static dev.orrery.projections.Story.document;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.projections.Story;
import dev.orrery.schemas.avro.Codecs;
import dev.orrery.schemas.avro.SchemaIds;
import dev.orrery.schemas.envelope.EventFormat;
import dev.orrery.schemas.event.DeploymentEvent.DeploymentCreated;
import dev.orrery.schemas.topic.Topics;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.errors.TaskMigratedException;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;

class EventFoldTest {

    private static final EventFormat FORMAT =
            new EventFormat(Codecs.start(SchemaIds.local()).events());

    @Test
    void what_streams_can_heal_reaches_streams() {
        var context = new MockProcessorContext<Void, Void>();
        var store =
                Stores.keyValueStoreBuilder(
                                Stores.inMemoryKeyValueStore(ProjectorTopology.VIEWS),
                                Serdes.Bytes(),
                                Serdes.ByteArray())
                        .withLoggingDisabled()
                        .build();
        store.init(context.getStateStoreContext(), store);
        context.addStateStore(migratedAway(store));
        context.setRecordMetadata(Topics.EVENTS, 0, 7);
        var positions = new Positions(1);
        var fold = new EventFold(FORMAT, positions, new Snapshots(positions));
        fold.init(context);

        assertThatThrownBy(() -> fold.process(event())).isInstanceOf(TaskMigratedException.class);
    }

    private static Record<byte[], byte[]> event() {
        var story =
                new Story(0)
                        .then(
                                DAILY,
                                new DeploymentCreated(
                                        DAILY, "hello", "daily", 1, document("first")));
        var written = Story.write(story.events().getFirst());
        return new Record<>(written.key(), written.value(), written.timestamp(), written.headers());
    }

    /** A store whose task another thread has taken over. */
    @SuppressWarnings("unchecked")
    private static KeyValueStore<Bytes, byte[]> migratedAway(KeyValueStore<Bytes, byte[]> store) {
        return (KeyValueStore<Bytes, byte[]>)
                Proxy.newProxyInstance(
                        EventFoldTest.class.getClassLoader(),
                        new Class<?>[] {KeyValueStore.class},
                        (_, method, arguments) -> {
                            if (method.getName().equals("put")) {
                                throw new TaskMigratedException("the producer was fenced");
                            }
                            try {
                                return method.invoke(store, arguments);
                            } catch (InvocationTargetException thrown) {
                                throw thrown.getTargetException();
                            }
                        });
    }
}
