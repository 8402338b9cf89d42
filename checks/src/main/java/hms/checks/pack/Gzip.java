package hms.checks.pack;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;

/// One gzip member (RFC 1952): written without compression, read with any.
final class Gzip {
    /// Deflate, no flags, no time, no extra flags, unknown system.
    private static final byte[] HEADER = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff};

    private static final int MAX_STORED = 65_535;

    private Gzip() {}

    /// `content` in stored deflate blocks (RFC 1951, section 3.2.4).
    static byte[] store(byte[] content) {
        var blocks = Math.max(1, Math.ceilDiv(content.length, MAX_STORED));
        var out =
                ByteBuffer.allocate(HEADER.length + 5 * blocks + content.length + 8)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .put(HEADER);
        for (var block = 0; block < blocks; block++) {
            var from = block * MAX_STORED;
            var length = Math.min(MAX_STORED, content.length - from);
            out.put((byte) (block == blocks - 1 ? 1 : 0));
            out.putShort((short) length).putShort((short) ~length);
            out.put(content, from, length);
        }
        var crc = new CRC32();
        crc.update(content);
        return out.putInt((int) crc.getValue()).putInt(content.length).array();
    }

    /// What is in the one member that `bytes` is.
    static byte[] expand(byte[] bytes) throws RefusedArchive {
        var in = new ByteArrayInputStream(bytes);
        var out = new ByteArrayOutputStream();
        try (var gzip = new GzipCompressorInputStream(in)) {
            var buffer = new byte[8192];
            for (var n = gzip.read(buffer); n >= 0; n = gzip.read(buffer)) {
                out.write(buffer, 0, n);
                requireMeasure(out.size(), bytes.length);
            }
        } catch (IOException | RuntimeException e) {
            throw RefusedArchive.damaged("the gzip stream", e);
        }
        if (in.available() > 0) {
            throw RefusedArchive.damaged("data follows the end of the gzip stream");
        }
        return out.toByteArray();
    }

    private static void requireMeasure(int produced, int consumed) throws RefusedArchive {
        if (produced > Limits.MAX_ARCHIVE_BYTES) {
            throw Limits.bomb(
                    "the archive unpacks to more than "
                            + (Limits.MAX_ARCHIVE_BYTES >> 20)
                            + " MiB");
        }
        if (produced > Limits.RATIO_FREE_BYTES && produced / Limits.MAX_RATIO > consumed) {
            throw Limits.bomb(
                    "the archive unpacks to more than " + Limits.MAX_RATIO + " times its size");
        }
    }
}
