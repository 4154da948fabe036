package dev.orrery.schemas.envelope;

/** The Kafka headers of our records: CloudEvents attributes in binary mode, and W3C's trace. */
public final class HeaderNames {

    public static final String ACTOR = "ce_actor";
    public static final String CAUSATION_ID = "ce_causationid";
    public static final String COMMAND_DIGEST = "ce_commanddigest";
    public static final String COMMAND_ID = "ce_commandid";
    public static final String DATA_SCHEMA = "ce_dataschema";
    public static final String DEADLINE = "ce_deadline";
    public static final String DRY_RUN = "ce_dryrun";
    public static final String EXPECTED_VERSION = "ce_expectedversion";
    public static final String ID = "ce_id";
    public static final String PREVIOUS_HASH = "ce_prevhash";
    public static final String REASON = "ce_reason";
    public static final String REPLY_TO = "ce_replyto";
    public static final String SEQUENCE = "ce_sequence";
    public static final String SIGNATURE = "ce_signature";
    public static final String SOURCE = "ce_source";
    public static final String SPEC_VERSION = "ce_specversion";
    public static final String SUBJECT = "ce_subject";
    public static final String TIME = "ce_time";
    public static final String TYPE = "ce_type";
    public static final String VERSION = "ce_version";
    public static final String CONTENT_TYPE = "content-type";
    public static final String TRACE_PARENT = "traceparent";

    static final String PREFIX = "ce_";
    static final String TYPE_PREFIX = "dev.orrery.";

    private HeaderNames() {}
}
