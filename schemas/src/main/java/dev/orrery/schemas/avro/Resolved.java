package dev.orrery.schemas.avro;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.EncoderFactory;

/**
 * Reads what was written with another version of our schema: Avro turns it into our version, bytes
 * again, and these are read. Three times the work, for records of an older or newer release only.
 *
 * @param writer the schema that it was written with
 * @param fingerprint of that schema
 * @param ours the record that it becomes
 */
record Resolved<T>(Schema writer, String fingerprint, Kind<T> ours) implements Reader<T> {

    @Override
    public T read(Input in) {
        try {
            var plain = new GenericData();
            var reader = new GenericDatumReader<Object>(writer, ours.schema(), plain);
            var value = reader.read(null, in);
            if (in.remaining() > 0) {
                throw new UnreadableRecord(in.remaining() + " bytes are left over after the value");
            }
            var bytes = new ByteArrayOutputStream();
            var encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
            new GenericDatumWriter<Object>(ours.schema(), plain).write(value, encoder);
            return ours.read(new Input(bytes.toByteArray(), 0));
        } catch (UnreadableRecord known) {
            throw known;
        } catch (IOException | RuntimeException malformed) {
            // Avro does not expect junk everywhere: a wrong number of a branch is an array's fault.
            throw unreadable(malformed);
        } catch (StackOverflowError endless) {
            // A stranger's schema may contain itself, and a stranger's record be a million deep.
            throw unreadable(endless);
        }
    }

    private UnreadableRecord unreadable(Throwable why) {
        return new UnreadableRecord(
                "The bytes do not fit their schema " + writer.getFullName() + ": " + why, why);
    }
}
