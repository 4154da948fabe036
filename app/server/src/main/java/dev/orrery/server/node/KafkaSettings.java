package dev.orrery.server.node;

import dev.orrery.server.embedded.StartRefused;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.streams.StreamsConfig;

/** Whether Kafka's clients would take their settings: the first of them is made much later. */
final class KafkaSettings {

    private KafkaSettings() {}

    /**
     * @param kafka by Kafka's names; one that no client knows is a plugin's, and passes
     * @throws StartRefused when a value is wrong, with the setting's name
     */
    static void check(Map<String, String> kafka) {
        if (kafka.isEmpty()) {
            return;
        }
        var definitions =
                List.of(
                        AdminClientConfig.configDef(),
                        ConsumerConfig.configDef(),
                        ProducerConfig.configDef(),
                        StreamsConfig.configDef());
        kafka.forEach(
                (name, value) -> definitions.forEach(definition -> check(definition, name, value)));
    }

    private static void check(ConfigDef definition, String name, String value) {
        var key = definition.configKeys().get(name);
        if (key == null) {
            return;
        }
        try {
            var parsed = ConfigDef.parseType(name, value, key.type);
            if (key.validator != null) {
                key.validator.ensureValid(name, parsed);
            }
        } catch (ConfigException wrong) {
            throw new StartRefused(
                    "The setting kafka." + name + " can't be used: " + wrong.getMessage() + ".",
                    wrong);
        }
    }
}
