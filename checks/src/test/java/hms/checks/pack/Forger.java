package hms.checks.pack;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.apache.commons.compress.archivers.zip.ZipMethod;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;

/// Makes archives that no honest program would.
final class Forger {
    /// One member of a forged tar archive.
    record TarMember(String name, char type, String link, byte[] content, long claimedSize) {
        static TarMember file(String name, byte[] content) {
            return new TarMember(name, '0', "", content, content.length);
        }

        static TarMember file(String name) {
            return file(name, "x".getBytes(UTF_8));
        }

        static TarMember special(String name, char type, String link) {
            return new TarMember(name, type, link, new byte[0], 0);
        }
    }

    private Forger() {}

    static byte[] tgz(TarMember... members) {
        return gzip(concat(tar(members), new byte[1024]));
    }

    /// Without the two blocks that end an archive.
    static byte[] tar(TarMember... members) {
        var out = new ByteArrayOutputStream();
        for (var member : members) {
            out.writeBytes(header(member));
            out.writeBytes(member.content());
            out.writeBytes(new byte[-member.content().length & 511]);
        }
        return out.toByteArray();
    }

    private static byte[] header(TarMember member) {
        var header = new byte[512];
        put(header, 0, member.name().getBytes(UTF_8));
        put(header, 100, "0000644\0000000000\0000000000\0".getBytes(US_ASCII));
        put(
                header,
                124,
                "%011o\00000000000000\0        "
                        .formatted(member.claimedSize())
                        .getBytes(US_ASCII));
        header[156] = (byte) member.type();
        put(header, 157, member.link().getBytes(UTF_8));
        put(header, 257, "ustar\00000".getBytes(US_ASCII));
        var sum = 0;
        for (var b : header) {
            sum += b & 0xFF;
        }
        put(header, 148, "%06o\0 ".formatted(sum).getBytes(US_ASCII));
        return header;
    }

    private static void put(byte[] header, int offset, byte[] bytes) {
        System.arraycopy(bytes, 0, header, offset, bytes.length);
    }

    static byte[] gzip(byte[] content) {
        try {
            var out = new ByteArrayOutputStream();
            try (var gzip = new GZIPOutputStream(out)) {
                gzip.write(content);
            }
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A compressed archive with one file of this many zeros.
    static byte[] tarBomb(int zeros) {
        return tgz(TarMember.file("zeros", new byte[zeros]));
    }

    static byte[] zip(ZipEntry... entries) {
        try {
            var out = new SeekableInMemoryByteChannel();
            try (var zip = new ZipArchiveOutputStream(out)) {
                var number = 0;
                for (var entry : entries) {
                    var header = new ZipArchiveEntry(entry.name());
                    header.setMethod(entry.method().getCode());
                    header.setUnixMode(entry.mode());
                    header.setSize(entry.content().length);
                    var crc = new java.util.zip.CRC32();
                    crc.update(entry.content());
                    header.setCrc(crc.getValue());
                    header.setTime(0);
                    header.setComment(
                            Integer.toString(
                                    number++)); // entries that are equal would share one place
                    zip.putArchiveEntry(header);
                    zip.write(entry.content());
                    zip.closeArchiveEntry();
                }
            }
            return Arrays.copyOf(out.array(), (int) out.size());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// One member of a forged ZIP archive.
    record ZipEntry(String name, int mode, ZipMethod method, byte[] content) {
        static ZipEntry file(String name) {
            return new ZipEntry(name, 0100644, ZipMethod.STORED, "x".getBytes(UTF_8));
        }
    }

    static byte[] concat(byte[]... parts) {
        var out = new ByteArrayOutputStream();
        for (var part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    /// `bytes` with the first occurrence of `from` replaced by `to`, which is as long.
    static byte[] replaced(byte[] bytes, String from, String to) {
        var pattern = from.getBytes(UTF_8);
        for (var at = 0; at <= bytes.length - pattern.length; at++) {
            if (Arrays.equals(bytes, at, at + pattern.length, pattern, 0, pattern.length)) {
                var copy = bytes.clone();
                put(copy, at, to.getBytes(UTF_8));
                return copy;
            }
        }
        throw new IllegalArgumentException("there is no " + from + " in it");
    }
}
