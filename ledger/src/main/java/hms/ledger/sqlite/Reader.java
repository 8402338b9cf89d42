package hms.ledger.sqlite;

import hms.ledger.Blob;
import hms.ledger.Head;
import hms.trust.Digest;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A connection that only reads, for one thread at a time.
final class Reader implements AutoCloseable {
    private final Connection connection;
    private final PreparedStatement selectEntries;
    private final PreparedStatement selectLeaves;
    private final PreparedStatement selectTile;
    private final PreparedStatement selectBlob;

    /// A blob's row. Salt and content are empty once it is erased.
    record BlobRow(Optional<Blob> blob) {}

    Reader(Path file) throws SQLException {
        connection = Connections.reading(file);
        try {
            Schema.check(connection, file);
            selectEntries =
                    connection.prepareStatement(
                            "select idx, data from entry where idx >= ? and idx < ? order by idx");
            selectLeaves =
                    connection.prepareStatement(
                            "select idx, leaf from entry where idx >= ? and idx < ? order by idx");
            selectTile =
                    connection.prepareStatement("select data from tile where level = ? and n = ?");
            selectBlob =
                    connection.prepareStatement("select salt, data from blob where digest = ?");
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    Optional<Head> head() throws SQLException {
        return Rows.head(connection);
    }

    /// The entries from an index on, as many as there are before `to` without a gap, and up to
    /// about `maxBytes` of them.
    List<byte[]> entries(long from, long to, int maxBytes) throws SQLException {
        selectEntries.setLong(1, from);
        selectEntries.setLong(2, to);
        var entries = new ArrayList<byte[]>();
        int bytes = 0;
        try (var row = selectEntries.executeQuery()) {
            while (bytes < maxBytes && row.next() && row.getLong(1) == from + entries.size()) {
                var entry = row.getBytes(2);
                entries.add(entry);
                bytes += entry.length;
            }
        }
        return entries;
    }

    /// The stored leaf hashes from an index on, as many as there are before `to` without a gap.
    List<Digest> leaves(long from, long to) throws SQLException {
        selectLeaves.setLong(1, from);
        selectLeaves.setLong(2, to);
        var leaves = new ArrayList<Digest>();
        try (var row = selectLeaves.executeQuery()) {
            while (row.next() && row.getLong(1) == from + leaves.size()) {
                var leaf = row.getBytes(2);
                if (leaf.length != Digest.LENGTH) {
                    return leaves;
                }
                leaves.add(Digest.of(leaf));
            }
        }
        return leaves;
    }

    Optional<byte[]> tile(int level, long n) throws SQLException {
        selectTile.setInt(1, level);
        selectTile.setLong(2, n);
        try (var row = selectTile.executeQuery()) {
            return row.next() ? Optional.of(row.getBytes(1)) : Optional.empty();
        }
    }

    /// The row of a blob; empty if the name is unknown.
    Optional<BlobRow> blob(Digest name) throws SQLException {
        selectBlob.setBytes(1, name.bytes());
        try (var row = selectBlob.executeQuery()) {
            if (!row.next()) {
                return Optional.empty();
            }
            var salt = row.getBytes(1);
            var data = row.getBytes(2);
            return Optional.of(
                    new BlobRow(
                            salt == null || data == null
                                    ? Optional.empty()
                                    : Optional.of(new Blob(name, salt, data))));
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
