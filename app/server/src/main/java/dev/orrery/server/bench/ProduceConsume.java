package dev.orrery.server.bench;

/** A record written and read again on the same broker: what nothing on Kafka is faster than. */
final class ProduceConsume implements Measurement {

    private static final String TOPIC = "bench.plain";

    @Override
    public String name() {
        return "plain";
    }

    @Override
    public void measure(Rig rig, Rounds rounds, Book book) throws Exception {
        rig.kafka().create(TOPIC);
        try (var line = new BareLine(rig.kafka().clients(), TOPIC, TOPIC)) {
            new AskedAndAnswered("produce and consume", slot -> line.ask(slot, 0))
                    .measure(rounds, book);
        }
    }
}
