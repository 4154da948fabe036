package dev.orrery.server.bench;

/**
 * One line of the table.
 *
 * @param name what was measured
 * @param value how much it was
 * @param unit of the value
 * @param target what it is to be
 */
record Figure(String name, double value, Unit unit, Target target) {

    boolean isPassed() {
        return target.isMetBy(value);
    }

    String verdict() {
        return switch (target) {
            case Target.None _ -> "";
            case Target.AtMost _, Target.AtLeast _ -> isPassed() ? "PASS" : "FAIL";
        };
    }
}
