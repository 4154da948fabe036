package dev.orrery.cli;

import dev.orrery.cli.terminal.ProgramVersion;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} says. */
final class Version implements IVersionProvider {

    static String text() {
        return "orrery " + ProgramVersion.text();
    }

    @Override
    public String[] getVersion() {
        return new String[] {text()};
    }
}
