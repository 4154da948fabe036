package dev.orrery.server.proof;

import dev.orrery.audit.verify.Scope;
import dev.orrery.audit.verify.Task;
import dev.orrery.schemas.checkpoint.Place;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/**
 * What a verification is called: a number, and all that is asked of it. So any node can be asked
 * about it and begins with its own part, however it heard of it.
 *
 * @param number that no other has
 * @param task what is to be verified
 */
record VerificationId(long number, Task task) {

    /** So that an id fits into the first line of a request. */
    static final int PLACES_MAX = 100;

    private static final int FORMAT = 1;
    private static final int HASH_BYTES = 32;

    /** As it is written in an address. */
    @Override
    public String toString() {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            out.writeByte(FORMAT);
            out.writeLong(number);
            out.writeBoolean(task.scope() == Scope.LOG_AND_VIEWS);
            write(out, task.from());
            write(out, task.expected());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.toByteArray());
    }

    private static void write(DataOutputStream out, List<Place> places) throws IOException {
        out.writeByte(places.size());
        for (var place : places) {
            out.writeInt(place.partition());
            out.writeLong(place.sequence());
            out.write(HexFormat.of().parseHex(place.hash()));
        }
    }

    /**
     * @throws IllegalArgumentException when it is none
     */
    static VerificationId parse(String text) {
        var bytes = new ByteArrayInputStream(Base64.getUrlDecoder().decode(text));
        try (var in = new DataInputStream(bytes)) {
            if (in.readByte() != FORMAT) {
                throw new IllegalArgumentException("an id of another version");
            }
            long number = in.readLong();
            var scope = in.readBoolean() ? Scope.LOG_AND_VIEWS : Scope.LOG;
            var id = new VerificationId(number, new Task(scope, places(in), places(in)));
            if (in.available() > 0) {
                throw new IllegalArgumentException("an id ends with its last place");
            }
            return id;
        } catch (IOException cut) {
            throw new IllegalArgumentException("an id is whole", cut);
        }
    }

    private static List<Place> places(DataInputStream in) throws IOException {
        int count = in.readUnsignedByte();
        var places = new ArrayList<Place>();
        for (int i = 0; i < count; i++) {
            int partition = in.readInt();
            long sequence = in.readLong();
            var hash = HexFormat.of().formatHex(in.readNBytes(HASH_BYTES));
            places.add(new Place(partition, sequence, hash));
        }
        return places;
    }
}
