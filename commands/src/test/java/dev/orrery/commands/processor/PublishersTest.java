package dev.orrery.commands.processor;

import static dev.orrery.commands.processor.Story.HELLO;
import static dev.orrery.commands.processor.Story.assertRefused;
import static dev.orrery.commands.processor.Story.document;
import static dev.orrery.commands.processor.Story.put;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.commands.processor.ProcessorBench.MemoryLog;
import dev.orrery.schemas.command.Command;
import dev.orrery.schemas.command.DeploymentCommand.PauseDeployment;
import dev.orrery.schemas.command.DeploymentCommand.PutDeployment;
import dev.orrery.schemas.command.DeploymentCommand.ResumeDeployment;
import dev.orrery.schemas.envelope.CommandHeader;
import dev.orrery.schemas.envelope.HeaderNames;
import dev.orrery.schemas.http.Role;
import dev.orrery.schemas.id.CommandId;
import dev.orrery.schemas.id.DeploymentId;
import dev.orrery.schemas.reply.Refused;
import dev.orrery.schemas.reply.Reply.Accepted;
import dev.orrery.schemas.reply.Reply.Rejected;
import dev.orrery.schemas.signature.ClusterKeys;
import dev.orrery.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may have something done by a record, and as whom. */
class PublishersTest {

    private static final PauseDeployment PAUSE = new PauseDeployment(HELLO);

    private ProcessorBench bench = with(Optional.of(Role.OPERATOR));

    @AfterEach
    void stop() {
        bench.close();
    }

    @Test
    void who_signs_is_who_asked() {
        assertThat(bench.ask(put(document()))).isInstanceOf(Accepted.class);

        assertThat(actors()).containsExactly("ada");
    }

    @Test
    void who_does_not_sign_is_what_the_record_claims_and_never_somebody_known() {
        bench.ask(put(document()));

        assertThat(bench.askUnsigned(by("ada", "unsigned"), PAUSE)).isInstanceOf(Accepted.class);
        assertThat(bench.askUnsigned(by("orrery", "clock"), new ResumeDeployment(HELLO)))
                .isInstanceOf(Accepted.class);

        assertThat(actors()).containsExactly("ada", "kafka:ada", "kafka:orrery");
    }

    @Test
    void what_needs_more_than_the_role_of_unsigned_records_is_refused_and_kept() {
        var reply = bench.askUnsigned(by("ada", "put"), put(document()));

        assertRefused(reply, "ROLE_MISSING");
        assertThat(((Rejected) reply).message()).contains("the role editor", "kafka.commands.role");
        assertThat(bench.events()).isEmpty();
        assertThat(refused())
                .returns("ROLE_MISSING", Refused::code)
                .returns("kafka:ada", Refused::actor)
                .returns("put", Refused::commandId)
                .returns("PutDeployment", Refused::commandType);
    }

    @Test
    void without_a_role_nothing_unsigned_is_done() {
        bench.close();
        bench = with(Optional.empty());
        bench.ask(put(document()));

        assertRefused(bench.askUnsigned(by("ada", "a"), PAUSE), "ROLE_MISSING");
        assertThat(bench.ask(PAUSE)).isInstanceOf(Accepted.class);
    }

    @Test
    void a_record_that_is_refused_takes_no_place_from_whoever_it_says_it_is() {
        bench.ask(put(document()));
        bench.askUnsigned(by("ada", "mine"), put(document("elsewhere")));
        var forged = ProcessorBench.signed(by("ada", "mine"), PAUSE);
        bench.send(Topics.COMMANDS, encoded(new ResumeDeployment(HELLO)), forged);

        assertThat(bench.ask("mine", PAUSE, null)).isInstanceOf(Accepted.class);
    }

    /** Each of these would be of use to somebody who may write records and knows no key. */
    @ParameterizedTest
    @CsvSource({
        "ce_actor, grace",
        "ce_id, another",
        "ce_deadline, 2030-01-01T00:00:00.000Z",
        "ce_dryrun, false",
        "ce_expectedversion, 1",
        "ce_replyto, bench@00",
        "ce_reason, because I may"
    })
    void what_was_changed_after_it_was_signed_is_refused_and_kept(String name, String value) {
        bench.ask(put(document()));

        var headers = ProcessorBench.signed(by("ada", "x"), PAUSE);
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
        bench.send(Topics.COMMANDS, encoded(PAUSE), headers);

        assertRefused(bench.lastReply(), "SIGNATURE_INVALID");
        assertThat(bench.eventNames()).containsExactly("DeploymentCreated");
        assertThat(refused())
                .returns("SIGNATURE_INVALID", Refused::code)
                .matches(kept -> kept.actor().startsWith("kafka:"));
    }

    @Test
    void the_signature_of_another_command_is_refused() {
        bench.ask(put(document()));
        var headers = ProcessorBench.signed(by("ada", "x"), PAUSE);

        bench.send(Topics.COMMANDS, encoded(new ResumeDeployment(HELLO)), headers);
        assertRefused(bench.lastReply(), "SIGNATURE_INVALID");

        var other = new PauseDeployment(DeploymentId.of("hello", "other"));
        bench.send(Topics.COMMANDS, encoded(other), headers);
        assertRefused(bench.lastReply(), "SIGNATURE_INVALID");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1:", "junk", "2:00", "1:zz"})
    void a_signature_that_is_none_is_refused_and_not_taken_for_no_signature(String text) {
        bench.ask(put(document()));
        var headers = ProcessorBench.unsigned(by("ada", "x"), PAUSE);
        headers.add(HeaderNames.SIGNATURE, text.getBytes(StandardCharsets.UTF_8));

        bench.send(Topics.COMMANDS, encoded(PAUSE), headers);

        assertRefused(bench.lastReply(), "SIGNATURE_INVALID");
    }

    @Test
    void a_key_of_another_cluster_is_refused_and_an_older_one_of_this_is_taken() {
        bench.ask(put(document()));
        var signed = ProcessorBench.signed(by("ada", "x"), PAUSE);
        var other = "77".repeat(ClusterKeys.KEY_BYTES_MIN);
        bench.close();

        bench = with(settings(1, ClusterKeys.parse(other), Optional.empty()), bench.log());
        bench.send(Topics.COMMANDS, encoded(PAUSE), signed);
        assertRefused(bench.lastReply(), "SIGNATURE_INVALID");
        bench.close();

        var both = ClusterKeys.parse(other + "\n" + "5e".repeat(ClusterKeys.KEY_BYTES_MIN));
        bench = with(settings(1, both, Optional.empty()), bench.wholeLog());
        bench.send(Topics.COMMANDS, encoded(PAUSE), signed);
        assertThat(bench.lastReply()).isInstanceOf(Accepted.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "two words", "J\u00fcrgen", "line\nbreak"})
    void a_claim_that_is_no_name_is_refused(String claim) {
        bench.ask(put(document()));

        var reply = bench.askUnsigned(by(claim, "x"), PAUSE);

        assertRefused(reply, "INVALID_REQUEST");
        assertThat(((Rejected) reply).field()).isEqualTo("ce_actor");
        assertThat(refused().actor()).matches("kafka:[!-~]*");
    }

    /**
     * Whoever may write commands could have them transferred; that makes them no more than they
     * are.
     */
    @ParameterizedTest
    @CsvSource({"true, ada", "false, kafka:ada"})
    void what_is_forwarded_is_judged_again_where_it_is_decided(boolean signed, String actor) {
        var put = new PutDeployment("hello", nameOnPartition(1), document());
        var header = by("ada", "x");
        var headers =
                signed ? ProcessorBench.signed(header, put) : ProcessorBench.unsigned(header, put);
        var wrong = new Sent();
        var right = new Sent();

        writer(0, wrong, Optional.of(Role.EDITOR)).take(record(Topics.COMMANDS, put, headers));
        var forwarded = wrong.to(Topics.TRANSFERS);
        writer(1, right, Optional.of(Role.EDITOR)).take(forwarded);

        assertThat(wrong.to(Topics.TRANSFERS).partition()).isEqualTo(1);
        var event = right.to(Topics.EVENTS);
        assertThat(new String(value(event.headers(), "ce_actor"), StandardCharsets.UTF_8))
                .isEqualTo(actor);
    }

    @Test
    void what_may_not_be_done_is_not_forwarded_and_a_transfer_proves_nothing() {
        var put = new PutDeployment("hello", nameOnPartition(1), document());
        var headers = ProcessorBench.unsigned(by("ada", "x"), put);
        var wrong = new Sent();
        var right = new Sent();

        writer(0, wrong, Optional.empty()).take(record(Topics.COMMANDS, put, headers));
        writer(1, right, Optional.empty()).take(record(Topics.TRANSFERS, put, headers));

        assertThat(wrong.topics()).containsExactly(Topics.REJECTIONS, Topics.REPLIES);
        assertThat(right.topics()).containsExactly(Topics.REJECTIONS, Topics.REPLIES);
    }

    /** What a writer sent. */
    private static final class Sent implements Outlet {

        private final List<Inbound> records = new ArrayList<>();

        @Override
        public void send(
                String topic, int partition, byte[] key, byte[] value, Headers headers, long time) {
            records.add(new Inbound(topic, partition, records.size(), key, value, headers));
        }

        @Override
        public void commit() {}

        List<String> topics() {
            return records.stream().map(Inbound::topic).toList();
        }

        Inbound to(String topic) {
            return records.stream()
                    .filter(record -> record.topic().equals(topic))
                    .findFirst()
                    .get();
        }
    }

    private static PartitionWriter writer(int partition, Sent sent, Optional<Role> unsigned) {
        return PartitionWriter.open(
                partition,
                Stores.inMemoryKeyValueStore("state").get(),
                sent,
                ProcessorBench.CODECS,
                new MemoryLog(List.of()),
                settings(2, ProcessorBench.KEYS, unsigned),
                new Clocks(ProcessorBench.START::toEpochMilli, () -> 0));
    }

    private static Inbound record(String topic, Command command, Headers headers) {
        return new Inbound(topic, 0, 7, Story.bytes("key"), encoded(command), headers);
    }

    private static String nameOnPartition(int partition) {
        return Stream.iterate(0, i -> i + 1)
                .map(i -> "name-" + i)
                .filter(name -> DeploymentId.of("hello", name).affinity().partition(2) == partition)
                .findFirst()
                .get();
    }

    private static byte[] value(Headers headers, String name) {
        return headers.lastHeader(name).value();
    }

    private static ProcessorSettings settings(
            int partitions, ClusterKeys keys, Optional<Role> unsigned) {
        return ProcessorSettings.of(
                partitions, "urn:orrery:bench", Set.of("default"), new Publishers(keys, unsigned));
    }

    private static ProcessorBench with(Optional<Role> unsigned) {
        return with(settings(1, ProcessorBench.KEYS, unsigned), new MemoryLog(List.of()));
    }

    private static ProcessorBench with(ProcessorSettings settings, MemoryLog log) {
        return new ProcessorBench(settings, log, ProcessorBench.START);
    }

    private List<String> actors() {
        return bench.recorded().stream().map(event -> event.header().actor()).toList();
    }

    private Refused refused() {
        var kept = bench.sent(Topics.REJECTIONS).getLast();
        return ProcessorBench.CODECS.refusals().decode(kept.value());
    }

    private static byte[] encoded(Command command) {
        return ProcessorBench.CODECS.commands().encode(command);
    }

    private static CommandHeader by(String actor, String id) {
        return new CommandHeader(
                new CommandId(id), actor, null, null, ProcessorBench.INBOX, null, null);
    }
}
