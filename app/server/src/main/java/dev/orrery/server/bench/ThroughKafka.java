package dev.orrery.server.bench;

/** A command as a Kafka record, to its reply. */
final class ThroughKafka implements Measurement {

    @Override
    public String name() {
        return "kafka";
    }

    @Override
    public void measure(Rig rig, Rounds rounds, Book book) throws Exception {
        var toggle = new Toggle(Load.IN_FLIGHT);
        Deployments.create(rig.server().address(), Load.IN_FLIGHT);
        try (var line = new Line(rig.server().endpoints())) {
            new AskedAndAnswered("command through Kafka", slot -> line.ask(toggle.command(slot)))
                    .measure(rounds, book);
        }
    }
}
