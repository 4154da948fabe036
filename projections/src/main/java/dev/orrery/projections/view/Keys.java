package dev.orrery.projections.view;

import dev.orrery.schemas.id.BackfillId;
import dev.orrery.schemas.id.DeploymentId;
import dev.orrery.schemas.id.RunId;
import dev.orrery.schemas.id.ScheduleId;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.UUID;

/**
 * The layout of the views: which key leads to which value. Run ids sort by time, so runs by any
 * index are in the order of their time.
 *
 * <table>
 * <caption>Keys and values</caption>
 * <tr><td>tally</td><td>{@link Tally}, the position and the counts</td></tr>
 * <tr><td>flow: name</td><td>{@link FlowView}, of this partition's deployments alone</td></tr>
 * <tr><td>deployment: id</td><td>{@link DeploymentView}</td></tr>
 * <tr><td>deployment by name: flow, name</td><td>its id, 16 bytes; deleted ones left out</td></tr>
 * <tr><td>deployment ever: flow, name</td><td>its id, 16 bytes; deleted ones too</td></tr>
 * <tr><td>deployment at: id, sequence</td><td>{@link DeploymentMoment}, after that event</td></tr>
 * <tr><td>revision: deployment, number</td><td>{@link RevisionView}</td></tr>
 * <tr><td>schedule: deployment, id</td><td>{@link ScheduleView}</td></tr>
 * <tr><td>schedule at: id, sequence</td><td>{@link ScheduleMoment}, after that event</td></tr>
 * <tr><td>backfill: deployment, id</td><td>{@link BackfillView}</td></tr>
 * <tr><td>run origin: id</td><td>{@link RunOrigin}, written once</td></tr>
 * <tr><td>run progress: id</td><td>{@link RunProgress}, small and often rewritten</td></tr>
 * <tr><td>run by deployment: deployment, id</td><td>nothing</td></tr>
 * <tr><td>run by state: state, id</td><td>nothing</td></tr>
 * <tr><td>run by name: name, id</td><td>nothing</td></tr>
 * <tr><td>run by backfill: backfill, id</td><td>nothing</td></tr>
 * <tr><td>run by parent: the run whose work asked for it, id</td><td>nothing</td></tr>
 * <tr><td>event: subject, sequence</td><td>{@link EventView}</td></tr>
 * <tr><td>log: sequence</td><td>{@link LogEntry}, which says where the event is</td></tr>
 * </table>
 */
public final class Keys {

    /** The value of a row whose key says all. */
    static final byte[] NOTHING = new byte[0];

    public static final int ID_BYTES = 16;

    private Keys() {}

    /** The id in the 16 bytes from an offset on. */
    public static UUID id(byte[] bytes, int offset) {
        var id = ByteBuffer.wrap(bytes, offset, ID_BYTES);
        return new UUID(id.getLong(), id.getLong());
    }

    /** An id as 16 bytes, in the order of the ids. */
    public static byte[] bytes(UUID id) {
        return ByteBuffer.allocate(ID_BYTES)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
    }

    public static byte[] tally() {
        return Key.of(Keyspace.TALLY).bytes();
    }

    public static byte[] flows() {
        return Key.of(Keyspace.FLOW).bytes();
    }

    static byte[] flow(String name) {
        return Key.of(Keyspace.FLOW).with(name).bytes();
    }

    public static byte[] deployments() {
        return Key.of(Keyspace.DEPLOYMENT).bytes();
    }

    public static byte[] deployment(DeploymentId id) {
        return deployment(id.value());
    }

    public static byte[] deployment(UUID id) {
        return Key.of(Keyspace.DEPLOYMENT).with(id).bytes();
    }

    public static byte[] deploymentsByName() {
        return Key.of(Keyspace.DEPLOYMENT_BY_NAME).bytes();
    }

    /** Whether a key by flow and name ends with this name. */
    public static boolean isDeploymentNamed(byte[] key, String name) {
        // The name's own end is in both; the flow's end is before it, and nowhere inside a text.
        byte[] end = Key.of(Keyspace.DEPLOYMENT_BY_NAME).with("").with(name).bytes();
        int length = end.length - 1;
        return key.length > length
                && Arrays.equals(key, key.length - length, key.length, end, 1, end.length);
    }

    public static byte[] deploymentsOfFlow(String flow) {
        return Key.of(Keyspace.DEPLOYMENT_BY_NAME).with(flow).bytes();
    }

    static byte[] deploymentByName(String flow, String name) {
        return Key.of(Keyspace.DEPLOYMENT_BY_NAME).with(flow).with(name).bytes();
    }

    public static byte[] deploymentsEver() {
        return Key.of(Keyspace.DEPLOYMENT_EVER).bytes();
    }

    public static byte[] deploymentsEverOfFlow(String flow) {
        return Key.of(Keyspace.DEPLOYMENT_EVER).with(flow).bytes();
    }

    static byte[] deploymentEver(String flow, String name) {
        return Key.of(Keyspace.DEPLOYMENT_EVER).with(flow).with(name).bytes();
    }

    public static byte[] deploymentsAt(UUID id) {
        return Key.of(Keyspace.DEPLOYMENT_AT).with(id).bytes();
    }

    static byte[] deploymentAt(UUID id, long sequence) {
        return Key.of(Keyspace.DEPLOYMENT_AT).with(id).with(sequence).bytes();
    }

    public static byte[] schedulesAt(UUID id) {
        return Key.of(Keyspace.SCHEDULE_AT).with(id).bytes();
    }

    static byte[] scheduleAt(UUID id, long sequence) {
        return Key.of(Keyspace.SCHEDULE_AT).with(id).with(sequence).bytes();
    }

    public static byte[] revisions(DeploymentId deployment) {
        return Key.of(Keyspace.REVISION).with(deployment).bytes();
    }

    public static byte[] revision(DeploymentId deployment, int revision) {
        return Key.of(Keyspace.REVISION).with(deployment).with(revision).bytes();
    }

    public static byte[] schedules(DeploymentId deployment) {
        return Key.of(Keyspace.SCHEDULE).with(deployment).bytes();
    }

    static byte[] schedule(DeploymentId deployment, ScheduleId schedule) {
        return Key.of(Keyspace.SCHEDULE).with(deployment).with(schedule).bytes();
    }

    public static byte[] runs() {
        return Key.of(Keyspace.RUN_PROGRESS).bytes();
    }

    public static byte[] run(RunId id) {
        return Key.of(Keyspace.RUN_PROGRESS).with(id).bytes();
    }

    public static byte[] backfills(DeploymentId deployment) {
        return Key.of(Keyspace.BACKFILL).with(deployment).bytes();
    }

    public static byte[] backfill(DeploymentId deployment, BackfillId id) {
        return Key.of(Keyspace.BACKFILL).with(deployment).with(id).bytes();
    }

    public static byte[] runOrigin(RunId id) {
        return Key.of(Keyspace.RUN_ORIGIN).with(id).bytes();
    }

    public static byte[] runsOf(DeploymentId deployment) {
        return Key.of(Keyspace.RUN_BY_DEPLOYMENT).with(deployment).bytes();
    }

    public static byte[] runOf(DeploymentId deployment, RunId id) {
        return Key.of(Keyspace.RUN_BY_DEPLOYMENT).with(deployment).with(id).bytes();
    }

    public static byte[] runsIn(StateType state) {
        return Key.of(Keyspace.RUN_BY_STATE).with(state).bytes();
    }

    static byte[] runIn(StateType state, RunId id) {
        return Key.of(Keyspace.RUN_BY_STATE).with(state).with(id).bytes();
    }

    public static byte[] runsNamed(String name) {
        return Key.of(Keyspace.RUN_BY_NAME).with(name).bytes();
    }

    public static byte[] runNamed(String name, RunId id) {
        return Key.of(Keyspace.RUN_BY_NAME).with(name).with(id).bytes();
    }

    public static byte[] runsOfBackfill(BackfillId backfill) {
        return Key.of(Keyspace.RUN_BY_BACKFILL).with(backfill).bytes();
    }

    public static byte[] runOfBackfill(BackfillId backfill, RunId id) {
        return Key.of(Keyspace.RUN_BY_BACKFILL).with(backfill).with(id).bytes();
    }

    public static byte[] runsOfParent(RunId parent) {
        return Key.of(Keyspace.RUN_BY_PARENT).with(parent).bytes();
    }

    public static byte[] runOfParent(RunId parent, RunId id) {
        return Key.of(Keyspace.RUN_BY_PARENT).with(parent).with(id).bytes();
    }

    public static byte[] events(UUID subject) {
        return Key.of(Keyspace.EVENT).with(subject).bytes();
    }

    public static byte[] event(UUID subject, long sequence) {
        return Key.of(Keyspace.EVENT).with(subject).with(sequence).bytes();
    }

    public static byte[] log() {
        return Key.of(Keyspace.LOG).bytes();
    }

    public static byte[] logged(long sequence) {
        return Key.of(Keyspace.LOG).with(sequence).bytes();
    }
}
