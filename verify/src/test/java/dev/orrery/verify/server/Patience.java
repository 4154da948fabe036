package dev.orrery.verify.server;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * How long a test waits for what must happen: long, since only a test that fails waits that long,
 * and a machine that does other things beside may be many times slower than the one that it was
 * written on. How quick Orrery is, is a matter of its benchmarks.
 */
public final class Patience implements LauncherSessionListener {

    /** The longest that anything is waited for. */
    public static final Duration MOST = Duration.ofMinutes(2);

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        Awaitility.setDefaultTimeout(MOST);
    }
}
