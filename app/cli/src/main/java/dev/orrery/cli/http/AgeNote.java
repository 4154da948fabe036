package dev.orrery.cli.http;

import java.util.function.Consumer;

/** Says once that what a server answered may be old: a copy answers where its owner is away. */
final class AgeNote {

    private final Consumer<String> say;
    private boolean said;

    /**
     * @param say to the person
     */
    AgeNote(Consumer<String> say) {
        this.say = say;
    }

    void of(Answer answer) {
        var age = answer.header("Age");
        if (age.isPresent() && !said) {
            said = true;
            say.accept(
                    "A node of the cluster is away: what is shown may lack what happened in the"
                            + " last "
                            + age.get()
                            + " s.");
        }
    }
}
