package dev.orrery.verify.cli;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a command printed and ended with.
 *
 * @param code the exit code
 * @param out on standard output
 * @param err on standard error
 */
record Said(int code, String out, String err) {

    Said ends(int expected) {
        assertThat(code).as("out: %s%nerr: %s", out, err).isEqualTo(expected);
        return this;
    }

    Said prints(String expected) {
        assertThat(out).isEqualTo(expected);
        return this;
    }

    Said says(String words) {
        assertThat(err).contains(words);
        return this;
    }
}
