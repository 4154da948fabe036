package dev.orrery.commands.domain.run;

/** What is decided of each pair of what a run can be and what can be done to it. */
final class RunTables {

    /**
     * What is decided. A row is what a run can be, a column what can be done to it. A dot is:
     * accepted, nothing changes. Capitals are: refused. A plus is: the lease expires first.
     */
    static final String CLIENTS =
            """
            by-clients cancel     pause  resume  retry   rerun
            absent     NO_RUN     NO_RUN NO_RUN  NO_RUN  NO_RUN
            queued     cancelled  paused GOING   UNENDED another
            later      cancelled  paused GOING   UNENDED another
            late       cancelled  paused GOING   UNENDED another
            slotless   cancelled  paused GOING   UNENDED another
            suspended  cancelled  .      resumed UNENDED another
            again      cancelled  paused GOING   UNENDED another
            leased     cancelling BUSY   GOING   UNENDED another
            running    cancelling paused GOING   UNENDED another
            paused     cancelling .      resumed UNENDED another
            cancelling .          BUSY   GOING   UNENDED another
            lost       ENDED      ENDED  GOING   again   another
            failed     ENDED      ENDED  GOING   again   another
            completed  ENDED      ENDED  GOING   FINAL   another
            tracked    cancelled  BUSY   BUSY    FINAL   FINAL
            finished   ENDED      BUSY   BUSY    FINAL   FINAL
            gone       ENDED      BUSY   BUSY    FINAL   FINAL
            """;

    /** By time, where everything that a run may take is 0 s. */
    static final String TIME =
            """
            by-time    overdue due      wait   run
            absent     .       .        .      .
            queued     late    .        failed .
            later      .       .        .      .
            late       .       .        failed .
            slotless   .       admitted failed .
            suspended  .       .        .      .
            again      late    .        failed .
            leased     .       .        .      .
            running    .       .        .      +failed
            paused     .       .        .      .
            cancelling .       .        .      +cancelled
            lost       .       .        .      .
            failed     .       .        .      .
            completed  .       .        .      .
            tracked    .       .        .      .
            finished   .       .        .      .
            gone       .       .        .      .
            """;

    /** By runners that have the fence of the last lease, where there was one. */
    static final String RUNNERS =
            """
            last-fence lease  start   complete  fail   crash   stop      return    lose
            absent     NO_RUN NO_RUN  NO_RUN    NO_RUN NO_RUN  NO_RUN    NO_RUN    .
            queued     STALE  STALE   STALE     STALE  STALE   STALE     STALE     .
            later      TAKEN  STALE   STALE     STALE  STALE   STALE     STALE     .
            late       STALE  STALE   STALE     STALE  STALE   STALE     STALE     .
            slotless   STALE  STALE   STALE     STALE  STALE   STALE     STALE     .
            suspended  STALE  STALE   STALE     STALE  STALE   STALE     STALE     .
            again      STALE  STALE   .         .      .       .         STALE     .
            leased     .      running completed failed crashed crashed   queued    +crashed
            running    .      .       completed failed crashed crashed   STALE     +crashed
            paused     .      .       completed failed crashed crashed   STALE     +crashed
            cancelling .      .       completed failed crashed cancelled cancelled +cancelled
            lost       TAKEN  STALE   STALE     STALE  STALE   STALE     STALE     .
            failed     TAKEN  STALE   .         .      .       .         STALE     .
            completed  TAKEN  STALE   .         .      .       .         STALE     .
            tracked    TAKEN  STALE   STALE     STALE  STALE   STALE     STALE     .
            finished   TAKEN  STALE   STALE     STALE  STALE   STALE     STALE     .
            gone       TAKEN  STALE   STALE     STALE  STALE   STALE     STALE     .
            """;

    /** By runners that have another fence. */
    static final String OTHER_RUNNERS =
            """
            new-fence  lease  start  complete fail   crash  stop   return lose
            absent     NO_RUN NO_RUN NO_RUN   NO_RUN NO_RUN NO_RUN NO_RUN .
            queued     leased STALE  STALE    STALE  STALE  STALE  STALE  .
            later      TAKEN  STALE  STALE    STALE  STALE  STALE  STALE  .
            late       leased STALE  STALE    STALE  STALE  STALE  STALE  .
            slotless   TAKEN  STALE  STALE    STALE  STALE  STALE  STALE  .
            suspended  TAKEN  STALE  STALE    STALE  STALE  STALE  STALE  .
            again      leased STALE  STALE    STALE  STALE  STALE  STALE  .
            leased     TAKEN  STALE  STALE    STALE  STALE  STALE  STALE  .
            running    TAKEN  STALE  STALE    STALE  STALE  STALE  STALE  .
            paused     TAKEN  STALE  STALE    STALE  STALE  STALE  STALE  .
            cancelling TAKEN  STALE  STALE    STALE  STALE  STALE  STALE  .
            lost       TAKEN  STALE  STALE    STALE  STALE  STALE  STALE  .
            failed     TAKEN  STALE  STALE    STALE  STALE  STALE  STALE  .
            completed  TAKEN  STALE  STALE    STALE  STALE  STALE  STALE  .
            tracked    TAKEN  STALE  STALE    STALE  STALE  STALE  STALE  .
            finished   TAKEN  STALE  STALE    STALE  STALE  STALE  STALE  .
            gone       TAKEN  STALE  STALE    STALE  STALE  STALE  STALE  .
            """;

    /** By processes that execute a run themselves and have its fence. */
    static final String PROCESSES =
            """
            own-fence  track   change  finish
            absent     tracked NO_RUN  NO_RUN
            queued     EXISTS  STALE   STALE
            later      EXISTS  STALE   STALE
            late       EXISTS  STALE   STALE
            slotless   EXISTS  STALE   STALE
            suspended  EXISTS  STALE   STALE
            again      EXISTS  STALE   STALE
            leased     EXISTS  STALE   STALE
            running    EXISTS  STALE   STALE
            paused     EXISTS  STALE   STALE
            cancelling EXISTS  STALE   STALE
            lost       EXISTS  STALE   STALE
            failed     EXISTS  STALE   STALE
            completed  EXISTS  STALE   STALE
            tracked    .       changed finished
            finished   .       ENDED   .
            gone       .       ENDED   ENDED
            """;

    /** By processes that have another fence. */
    static final String OTHER_PROCESSES =
            """
            new-fence  track   change finish
            absent     tracked NO_RUN NO_RUN
            queued     EXISTS  STALE  STALE
            later      EXISTS  STALE  STALE
            late       EXISTS  STALE  STALE
            slotless   EXISTS  STALE  STALE
            suspended  EXISTS  STALE  STALE
            again      EXISTS  STALE  STALE
            leased     EXISTS  STALE  STALE
            running    EXISTS  STALE  STALE
            paused     EXISTS  STALE  STALE
            cancelling EXISTS  STALE  STALE
            lost       EXISTS  STALE  STALE
            failed     EXISTS  STALE  STALE
            completed  EXISTS  STALE  STALE
            tracked    EXISTS  STALE  STALE
            finished   EXISTS  STALE  STALE
            gone       EXISTS  STALE  STALE
            """;

    private RunTables() {}
}
