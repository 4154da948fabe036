package dev.orrery.runner.work;

import dev.orrery.schemas.deployment.RetryPolicy.RetryOn;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Makes the environment of a run; nothing of the runner's own gets in but what is listed. */
final class ChildEnvironment {

    /** What Linux takes as one argument or variable, its terminating byte left out. */
    static final int STRING_BYTES_MAX = 128 * 1024 - 1;

    /** The time that a run is for, as ISO 8601 in UTC; in templates too. */
    static final String SCHEDULED_TIME = "ORRERY_SCHEDULED_TIME";

    private final Map<String, String> own;
    private final List<String> inherited;
    private final Secrets secrets;

    /**
     * @param own the runner's own environment
     * @param inherited the names that pass, see {@link WorkSettings}
     */
    ChildEnvironment(Map<String, String> own, List<String> inherited, Secrets secrets) {
        this.own = own;
        this.inherited = inherited;
        this.secrets = secrets;
    }

    /**
     * @param variables complete
     * @param secrets the values among them that must not be seen
     */
    record Variables(Map<String, String> variables, List<String> secrets) {}

    Variables of(Assignment assignment, RunFolder folder, List<String> notes) throws CannotStart {
        var variables = new TreeMap<String, String>();
        own.forEach((name, value) -> {
            if (inherited.stream().anyMatch(pattern -> matches(pattern, name))) {
                variables.put(name, value);
            }
        });
        // Python holds back what it prints to a pipe, for minutes if little is printed.
        variables.put("PYTHONUNBUFFERED", "1");
        var hidden = new ArrayList<String>();
        for (var wanted : assignment.specification().environment().entrySet()) {
            String value = wanted.getValue();
            if (value.startsWith(Secrets.REFERENCE)) {
                String name = value.substring(Secrets.REFERENCE.length());
                value = secrets.resolve(wanted.getKey(), name);
                hidden.add(value);
            }
            variables.put(wanted.getKey(), value);
        }
        addOurs(variables, assignment, folder, notes);
        return new Variables(variables, hidden);
    }

    private static void addOurs(
            Map<String, String> to, Assignment assignment, RunFolder folder, List<String> notes) {
        var home = System.getProperty("orrery.home");
        if (home != null) {
            // Where a flow finds what it is written with.
            to.put("ORRERY_HOME", home);
        }
        to.put("ORRERY_RUN_ID", assignment.run().toString());
        to.put("ORRERY_DEPLOYMENT_ID", assignment.deployment().toString());
        to.put("ORRERY_FLOW", assignment.flow());
        to.put("ORRERY_ATTEMPT", Integer.toString(assignment.attempt()));
        to.put(SCHEDULED_TIME, assignment.scheduledTime().toString());
        var retry = assignment.specification().retry();
        if (retry != null && retry.on().contains(RetryOn.FAILED)) {
            // Who tries a run again does it once: the server, and not the flow within it.
            to.put("ORRERY_ATTEMPTS_MAX", Integer.toString(retry.attempts()));
        }
        to.put("ORRERY_RESULT", absolute(folder.result()));
        to.put("ORRERY_PARAMETERS_FILE", absolute(folder.parameters()));
        String parameters = escaped(assignment.specification().parameters().text());
        if (fits("ORRERY_PARAMETERS=" + parameters)) {
            to.put("ORRERY_PARAMETERS", parameters);
        } else {
            to.remove("ORRERY_PARAMETERS");
            notes.add(
                    "The parameters are larger than an environment variable may be, so"
                            + " ORRERY_PARAMETERS is not set; they are in the file that"
                            + " ORRERY_PARAMETERS_FILE names.");
        }
    }

    /**
     * The same JSON in ASCII, which every locale can pass on; only its strings hold anything else.
     */
    private static String escaped(String json) {
        var ascii = new StringBuilder(json.length());
        for (int i = 0; i < json.length(); i++) {
            char character = json.charAt(i);
            if (character < 0x80) {
                ascii.append(character);
            } else {
                ascii.append("\\u").append(HexFormat.of().toHexDigits(character));
            }
        }
        return ascii.toString();
    }

    static boolean fits(String text) {
        // A character has 3 bytes at most, so most texts need not be encoded to be measured.
        return text.length() * 3L <= STRING_BYTES_MAX
                || text.getBytes(StandardCharsets.UTF_8).length <= STRING_BYTES_MAX;
    }

    private static boolean matches(String pattern, String name) {
        return pattern.endsWith("*")
                ? name.startsWith(pattern.substring(0, pattern.length() - 1))
                : name.equals(pattern);
    }

    private static String absolute(Path path) {
        return path.toAbsolutePath().toString();
    }
}
