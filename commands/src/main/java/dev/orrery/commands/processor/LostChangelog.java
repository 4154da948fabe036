package dev.orrery.commands.processor;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberToRemove;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.UnknownMemberIdException;

/**
 * Notices that the changelog is gone. Only a rebalance makes it again, and the start of a node that
 * the group knows is none: without a word to the group, Streams would wait for the topic until it
 * gives up.
 */
final class LostChangelog {

    static final String TOPIC =
            CommandProcessor.APPLICATION + "-" + ProcessorTopology.STATE + "-changelog";

    private final Map<String, Object> clientSettings;

    LostChangelog(Map<String, Object> clientSettings) {
        this.clientSettings = clientSettings;
    }

    /**
     * Lets the group forget the member where there is no changelog, as at the first start.
     *
     * @param member as the group knows it
     * @return whether there was a changelog and it is gone; no at the first start
     */
    boolean forget(String member) {
        try (var admin = Admin.create(clientSettings)) {
            if (admin.listTopics().names().get().contains(TOPIC)) {
                return false;
            }
            leave(admin, member);
            return !admin.listConsumerGroupOffsets(CommandProcessor.APPLICATION)
                    .partitionsToOffsetAndMetadata()
                    .get()
                    .isEmpty();
        } catch (ExecutionException failure) {
            throw new IllegalStateException("Kafka does not say whether " + TOPIC + " is", failure);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted before the state was looked for", stop);
        }
    }

    private static void leave(Admin admin, String member)
            throws ExecutionException, InterruptedException {
        var members = Set.of(new MemberToRemove(member));
        try {
            admin.removeMembersFromConsumerGroup(
                            CommandProcessor.APPLICATION,
                            new RemoveMembersFromConsumerGroupOptions(members))
                    .all()
                    .get();
        } catch (ExecutionException failure) {
            if (!isNobody(failure)) {
                throw failure;
            }
        }
    }

    private static boolean isNobody(ExecutionException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof GroupIdNotFoundException
                    || cause instanceof UnknownMemberIdException) {
                return true;
            }
        }
        return false;
    }
}
