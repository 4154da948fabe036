package dev.orrery.server.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.junit.jupiter.api.Test;

class AuditLineTest {

    @Test
    void it_says_what_there_is_and_nothing_that_is_empty() throws JsonProcessingException {
        assertThat(line("{\"run\":\"r\",\"cause\":{\"schedule\":null,\"nominal\":null}}"))
                .endsWith("RunRequested       run=r");
        assertThat(line("{\"cause\":{\"schedule\":\"s\",\"nominal\":null},\"tags\":[],\"x\":null}"))
                .endsWith("RunRequested       cause={\"schedule\":\"s\"}");
    }

    private static String line(String data) throws JsonProcessingException {
        var event =
                "{\"id\":\"0:1\",\"time\":\"2026-11-22T12:00:00Z\",\"actor\":\"local\","
                        + "\"type\":\"dev.orrery.RunRequested\",\"data\":"
                        + data
                        + "}";
        return AuditLine.of(JsonMapper.builder().build().readTree(event));
    }
}
