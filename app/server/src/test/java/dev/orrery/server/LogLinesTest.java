package dev.orrery.server;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.joran.spi.JoranException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages quote what clients send, and a line of the log stays one line that we wrote. */
class LogLinesTest {

    private final LoggerContext context = new LoggerContext();

    @BeforeEach
    void configure() throws JoranException {
        var configurator = new JoranConfigurator();
        configurator.setContext(context);
        configurator.doConfigure("src/main/conf/logback.xml");
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\n", "\r", "\u001b[2J", "\u0085", "\u2028", "\u202e", "\u0007", "\u007f"})
    void a_message_can_not_end_its_line(String control) {
        var forged = "quoted " + control + "12:00:00.000 INFO forged";
        for (var appender : new String[] {"ours", "others", "ours-in-full"}) {
            assertThat(line(appender, forged, null))
                    .endsWith("quoted ?" + control.substring(1) + "12:00:00.000 INFO forged\n");
        }
        assertThat(line("ours", "failed", new IllegalStateException(forged)))
                .contains("failed (java.lang.IllegalStateException: quoted")
                .endsWith("12:00:00.000 INFO forged)\n")
                .hasLineCount(1)
                .doesNotContain("\u001b", "\u2028", "\u202e", "\u0007", "\u007f");
    }

    @Test
    void a_message_is_as_long_as_anybody_reads() {
        assertThat(line("ours", "x".repeat(1_000_000), null)).hasSizeBetween(2_000, 2_100);
        assertThat(line("ours", "y", new IllegalStateException("x".repeat(1_000_000))))
                .hasSizeBetween(2_000, 2_100);
    }

    @Test
    void what_is_said_in_any_language_stays() {
        assertThat(line("ours", "Zo\u00eb \u4e16 {x} 'a' \ud83d\ude80", null))
                .endsWith("Zo\u00eb \u4e16 {x} 'a' \ud83d\ude80\n");
    }

    private String line(String appender, String message, @Nullable Throwable thrown) {
        var logger = context.getLogger(appender.equals("others") ? "ROOT" : "dev.orrery");
        var console = (ConsoleAppender<ILoggingEvent>) logger.getAppender(appender);
        var event = new LoggingEvent("", logger, Level.WARN, message, thrown, null);
        return new String(console.getEncoder().encode(event), StandardCharsets.UTF_8);
    }
}
