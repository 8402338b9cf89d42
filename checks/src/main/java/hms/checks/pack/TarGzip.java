package hms.checks.pack;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.tar.TarFile;

/// ustar (POSIX.1-1988) in gzip (RFC 1952).
///
/// Written by hand: names sorted, owner 0, time 0, mode 0644. The deflate stream is made of
/// stored blocks only, because what a compressor makes of the same input differs between its
/// versions; see `docs/adr/0003-packages-are-stored-not-squeezed.md`. Compressed archives are
/// read all the same.
final class TarGzip implements Archive {
    private static final int BLOCK = 512;
    private static final int NAME_BYTES = 100;
    private static final int PREFIX_BYTES = 155;
    private static final Set<Byte> PLAIN_FILE =
            Set.of(TarConstants.LF_NORMAL, TarConstants.LF_OLDNORM);

    @Override
    public byte[] write(Members members) throws RefusedArchive {
        var tar = new ByteArrayOutputStream();
        for (var member : members.byName().entrySet()) {
            tar.writeBytes(header(member.getKey(), member.getValue().length));
            tar.writeBytes(member.getValue());
            tar.writeBytes(new byte[padding(member.getValue().length)]);
        }
        tar.writeBytes(new byte[2 * BLOCK]);
        return Gzip.store(tar.toByteArray());
    }

    private static byte[] header(String name, int size) throws RefusedArchive {
        var header = new byte[BLOCK];
        var cut = cut(name);
        put(header, 0, name.substring(cut == 0 ? 0 : cut + 1).getBytes(UTF_8));
        put(header, 345, name.substring(0, cut).getBytes(UTF_8));
        put(header, 100, "0000644\0000000000\0000000000\0".getBytes(US_ASCII));
        put(header, 124, "%011o\00000000000000\0        0".formatted(size).getBytes(US_ASCII));
        put(header, 257, "ustar\00000".getBytes(US_ASCII));
        put(header, 329, "0000000\0000000000\0".getBytes(US_ASCII));
        var sum = 0;
        for (var b : header) {
            sum += b & 0xFF;
        }
        put(header, 148, "%06o\0 ".formatted(sum).getBytes(US_ASCII));
        return header;
    }

    /// Where the `/` is that divides a long name into the header's prefix and name; 0 if it need
    /// not be divided.
    private static int cut(String name) throws RefusedArchive {
        if (name.getBytes(UTF_8).length <= NAME_BYTES) {
            return 0;
        }
        for (var slash = name.indexOf('/'); slash > 0; slash = name.indexOf('/', slash + 1)) {
            if (name.substring(slash + 1).getBytes(UTF_8).length <= NAME_BYTES
                    && name.substring(0, slash).getBytes(UTF_8).length <= PREFIX_BYTES) {
                return slash;
            }
        }
        throw new RefusedArchive(
                "unsafe-name",
                "the file name '" + name + "' is too long for a tar archive",
                "shorten it");
    }

    private static void put(byte[] header, int offset, byte[] bytes) {
        System.arraycopy(bytes, 0, header, offset, bytes.length);
    }

    private static int padding(long size) {
        return (int) (-size & (BLOCK - 1));
    }

    @Override
    public Members read(byte[] bytes) throws RefusedArchive {
        var tar = Gzip.expand(bytes);
        var members = new Members.Builder();
        try (var file = new TarFile(tar, "UTF-8")) {
            var end = 0L;
            for (var entry : file.getEntries()) {
                end = readEntry(entry, tar, end, members);
            }
            requireEnd(tar, end);
        } catch (IOException | RuntimeException e) {
            throw RefusedArchive.damaged("the tar archive", e);
        }
        return members.build();
    }

    /// @return where the next header begins
    private static long readEntry(
            TarArchiveEntry entry, byte[] tar, long start, Members.Builder members)
            throws RefusedArchive {
        var name = entry.getName();
        if (!PLAIN_FILE.contains(entry.getLinkFlag()) || entry.isDirectory()) {
            throw new RefusedArchive(
                    "not-a-file",
                    "'" + name + "' is a link, a folder or a device, not a file",
                    "make the package again with hms policy pack");
        }
        if (!entry.isCheckSumOK()) {
            throw RefusedArchive.damaged("the header of '" + name + "' has a wrong checksum");
        }
        var data = entry.getDataOffset();
        if (data != start + BLOCK) {
            throw RefusedArchive.damaged("there is an extended header before '" + name + "'");
        }
        var size = entry.getSize();
        if (size > tar.length - data) {
            throw RefusedArchive.damaged("'" + name + "' is cut off");
        }
        members.requireRoom(name, size);
        members.add(name, Arrays.copyOfRange(tar, (int) data, (int) (data + size)));
        return data + size + padding(size);
    }

    private static void requireEnd(byte[] tar, long end) throws RefusedArchive {
        if (tar.length < end + 2 * BLOCK) {
            throw RefusedArchive.damaged("the tar archive is cut off");
        }
        for (var i = (int) end; i < tar.length; i++) {
            if (tar[i] != 0) {
                throw RefusedArchive.damaged("data follows the end of the tar archive");
            }
        }
    }
}
