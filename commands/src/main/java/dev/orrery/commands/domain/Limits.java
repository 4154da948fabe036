package dev.orrery.commands.domain;

/** How much of anything a document may hold. */
public final class Limits {

    public static final int NAME_CHARACTERS_MAX = 255;
    public static final int DESCRIPTION_CHARACTERS_MAX = 16_384;
    public static final int PATH_CHARACTERS_MAX = 4_096;
    public static final int TAGS_MAX = 100;
    public static final int LABELS_MAX = 100;
    public static final int ARGUMENTS_MAX = 1_000;
    public static final int VARIABLES_MAX = 500;

    /** In any script less than the 128 KiB that Linux takes for one string of a new process. */
    public static final int ARGUMENT_CHARACTERS_MAX = 32_768;

    public static final int VARIABLE_CHARACTERS_MAX = 32_768;
    public static final int SETTINGS_BYTES_MAX = 64 * 1024;
    public static final int SCHEDULES_MAX = 100;
    public static final int PARAMETERS_BYTES_MAX = 512 * 1024;

    /** What a run leaves as its result. */
    public static final int RESULT_BYTES_MAX = 64 * 1024;

    /** What a runner says of how an attempt ended. */
    public static final int MESSAGE_CHARACTERS_MAX = 4_096;

    /** An event, encoded: what Kafka is set to take, less some room for headers. */
    public static final int EVENT_BYTES_MAX = 2 * 1024 * 1024 - 64 * 1024;

    /** Of one deployment's runs, at once. */
    public static final int CONCURRENCY_MAX = 1_000;

    public static final long INTERVAL_SECONDS_MAX = 3_660L * 86_400;
    public static final int ATTEMPTS_MAX = 100;
    public static final int RETRY_DELAYS_MAX = 100;
    public static final int RETRY_DELAY_SECONDS_MAX = 30 * 86_400;
    public static final int RETRY_FACTOR_PERCENT_MAX = 10_000;
    public static final int RULE_CHARACTERS_MAX = 2_048;
    public static final int JITTER_SECONDS_MAX = 86_400;
    public static final long CATCH_UP_SECONDS_MAX = 3_660L * 86_400;

    /** Nominal times of one backfill. */
    public static final int BACKFILL_TIMES_MAX = 10_000;

    /** Runs of one backfill that are under way at once. */
    public static final int BACKFILL_AT_ONCE_MAX = 100;

    /** Backfills of a deployment that are under way at once. */
    public static final int BACKFILLS_MAX = 20;

    public static final long DELAY_SECONDS_MAX = 3_660L * 86_400;
    public static final long ANCHOR_EPOCH_SECONDS_MAX = 30_600_000_000L;

    /** In either direction from 0. */
    public static final int PRIORITY_MAX = 100;

    /** How many of the newest documents of a deployment it can be rolled back to. */
    public static final int REVISIONS_MAX = 50;

    private Limits() {}
}
