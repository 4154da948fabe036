package dev.orrery.schemas.artifact;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** An archive while it is written, good or bad. */
public final class Tar {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final TarArchiveOutputStream tar;

    public Tar() {
        try {
            tar =
                    new TarArchiveOutputStream(
                            new GZIPOutputStream(bytes), StandardCharsets.UTF_8.name());
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    public Tar file(String path, String content) {
        return file(path, 0100644, content);
    }

    public Tar program(String path, String content) {
        return file(path, 0100755, content);
    }

    private Tar file(String path, int mode, String content) {
        var content8 = content.getBytes(StandardCharsets.UTF_8);
        var entry = new TarArchiveEntry(path, true);
        entry.setSize(content8.length);
        entry.setMode(mode);
        return put(entry, content8);
    }

    Tar link(String path, byte kind, String target) {
        var entry = new TarArchiveEntry(path, kind);
        entry.setLinkName(target);
        return put(entry, new byte[0]);
    }

    Tar folder(String path) {
        return put(new TarArchiveEntry(path + "/"), new byte[0]);
    }

    private Tar put(TarArchiveEntry entry, byte[] content) {
        try {
            tar.putArchiveEntry(entry);
            tar.write(content);
            tar.closeArchiveEntry();
            return this;
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    public byte[] bytes() {
        try {
            tar.close();
            return bytes.toByteArray();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
