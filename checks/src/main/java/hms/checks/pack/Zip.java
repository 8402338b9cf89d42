package hms.checks.pack;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.CRC32;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.archivers.zip.ZipMethod;

/// ZIP, without its older and its larger forms.
///
/// Written by hand: stored, names sorted and in UTF-8, the earliest time that the format knows.
/// Read only if local headers and the central directory tell the same story, with nothing before,
/// between or behind: ZIP readers differ in which of the two they believe.
final class Zip implements Archive {
    private static final int LOCAL = 0x04034b50;
    private static final int CENTRAL = 0x02014b50;
    private static final int END = 0x06054b50;
    private static final int LOCAL_BYTES = 30;
    private static final int CENTRAL_BYTES = 46;
    private static final int END_BYTES = 22;
    private static final short VERSION = 20;
    private static final short UTF8_NAMES = 0x0800;
    private static final short FIRST_OF_JANUARY_1980 = 0x0021;

    @Override
    public byte[] write(Members members) throws RefusedArchive {
        if (members.byName().size() > 0xFFFE) {
            throw Limits.tooLarge("a ZIP archive holds at most 65,534 files");
        }
        var out = new ByteArrayOutputStream();
        var central = new ByteArrayOutputStream();
        for (var member : members.byName().entrySet()) {
            var name = member.getKey().getBytes(UTF_8);
            var common = common(member.getValue(), name.length);
            var offset = out.size();
            out.writeBytes(little(LOCAL_BYTES).putInt(LOCAL).put(common).array());
            out.writeBytes(name);
            out.writeBytes(member.getValue());
            central.writeBytes(
                    little(CENTRAL_BYTES)
                            .putInt(CENTRAL)
                            .putShort(VERSION)
                            .put(common)
                            .putInt(42, offset)
                            .array());
            central.writeBytes(name);
        }
        var count = (short) members.byName().size();
        var start = out.size();
        out.writeBytes(central.toByteArray());
        out.writeBytes(
                little(END_BYTES)
                        .putInt(END)
                        .putInt(0)
                        .putShort(count)
                        .putShort(count)
                        .putInt(central.size())
                        .putInt(start)
                        .putShort((short) 0)
                        .array());
        return out.toByteArray();
    }

    /// What a local header and its entry in the central directory have in common.
    private static byte[] common(byte[] content, int nameLength) {
        var crc = new CRC32();
        crc.update(content);
        return little(26)
                .putShort(VERSION)
                .putShort(UTF8_NAMES)
                .putShort((short) 0)
                .putShort((short) 0)
                .putShort(FIRST_OF_JANUARY_1980)
                .putInt((int) crc.getValue())
                .putInt(content.length)
                .putInt(content.length)
                .putShort((short) nameLength)
                .putShort((short) 0)
                .array();
    }

    private static ByteBuffer little(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public Members read(byte[] bytes) throws RefusedArchive {
        var members = new Members.Builder();
        try (var zip = ZipFile.builder().setByteArray(bytes).setMaxNumberOfDisks(1).get()) {
            var end = 0L;
            for (var entries = zip.getEntriesInPhysicalOrder(); entries.hasMoreElements(); ) {
                end = readEntry(entries.nextElement(), zip, bytes, end, members);
            }
            requireEnd(bytes, end);
        } catch (IOException | RuntimeException e) {
            throw RefusedArchive.damaged("the ZIP archive", e);
        }
        return members.build();
    }

    /// @return where the next local header begins
    private static long readEntry(
            ZipArchiveEntry entry, ZipFile zip, byte[] bytes, long start, Members.Builder members)
            throws RefusedArchive, IOException {
        var name = entry.getName();
        if (entry.isDirectory()
                || entry.isUnixSymlink()
                || (entry.getUnixMode() & 0170000 & ~0100000) != 0) {
            throw new RefusedArchive(
                    "not-a-file",
                    "'" + name + "' is a link, a folder or a device, not a file",
                    "make the package again with hms policy pack");
        }
        var method = ZipMethod.getMethodByCode(entry.getMethod());
        if ((method != ZipMethod.STORED && method != ZipMethod.DEFLATED)
                || entry.getGeneralPurposeBit().usesEncryption()
                || entry.getGeneralPurposeBit().usesDataDescriptor()) {
            throw RefusedArchive.damaged(
                    "'" + name + "' is stored in a way that packages do not use");
        }
        requireLocalHeader(entry, bytes, start);
        var size = entry.getSize();
        if (size > Limits.RATIO_FREE_BYTES && size / Limits.MAX_RATIO > entry.getCompressedSize()) {
            throw Limits.bomb(
                    "'" + name + "' unpacks to more than " + Limits.MAX_RATIO + " times its size");
        }
        members.requireRoom(name, size);
        members.add(name, content(entry, zip));
        return entry.getDataOffset() + entry.getCompressedSize();
    }

    private static byte[] content(ZipArchiveEntry entry, ZipFile zip)
            throws IOException, RefusedArchive {
        try (var in = zip.getInputStream(entry)) {
            var content = in.readNBytes((int) entry.getSize() + 1);
            var crc = new CRC32();
            crc.update(content);
            if (content.length != entry.getSize() || crc.getValue() != entry.getCrc()) {
                throw RefusedArchive.damaged(
                        "'" + entry.getName() + "' is not what its header says");
            }
            return content;
        }
    }

    private static void requireLocalHeader(ZipArchiveEntry entry, byte[] bytes, long start)
            throws RefusedArchive {
        var name = entry.getRawName();
        var header = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        var at = (int) start;
        var same =
                entry.getLocalHeaderOffset() == start
                        && entry.getDataOffset() + entry.getCompressedSize() <= bytes.length
                        && header.getInt(at) == LOCAL
                        && header.getShort(at + 8) == (short) entry.getMethod()
                        && header.getInt(at + 14) == (int) entry.getCrc()
                        && header.getInt(at + 18) == (int) entry.getCompressedSize()
                        && header.getInt(at + 22) == (int) entry.getSize()
                        && header.getShort(at + 26) == (short) name.length
                        && Arrays.equals(
                                bytes,
                                at + LOCAL_BYTES,
                                at + LOCAL_BYTES + name.length,
                                name,
                                0,
                                name.length);
        if (!same) {
            throw RefusedArchive.damaged(
                    "the two headers of '"
                            + entry.getName()
                            + "' differ, or data lies between files");
        }
    }

    /// The central directory begins where the last file ends, and the archive ends with it.
    private static void requireEnd(byte[] bytes, long end) throws RefusedArchive {
        var record = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        var at = bytes.length - END_BYTES;
        if (at < end
                || record.getInt(at) != END
                || record.getShort(at + 20) != 0
                || Integer.toUnsignedLong(record.getInt(at + 16)) != end
                || end + Integer.toUnsignedLong(record.getInt(at + 12)) != at) {
            throw RefusedArchive.damaged(
                    "there is data behind the ZIP archive, or before its directory");
        }
    }
}
