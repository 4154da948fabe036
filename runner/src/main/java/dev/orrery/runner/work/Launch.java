package dev.orrery.runner.work;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * All that is needed to fork.
 *
 * @param arguments the program as an absolute path, then its arguments
 * @param environment complete
 * @param folder the working folder
 * @param notes what the user should know, for the output
 * @param mask hides the secrets that are in the environment
 */
record Launch(
        List<String> arguments,
        Map<String, String> environment,
        Path folder,
        List<String> notes,
        Mask mask) {}
