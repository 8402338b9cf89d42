package hms.ledger.sqlite;

import hms.ledger.Blob;
import hms.ledger.Head;
import hms.ledger.LogTree.FullTile;
import hms.trust.Digest;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/// The one connection that writes. Whoever sees it throw closes it and opens another: that also
/// rolls back.
final class Appender implements AutoCloseable {
    /// Entries inserted by one statement, where there are as many: one of 32 rows costs a quarter
    /// of 32 of one row.
    private static final int ROWS = 32;

    private static final String INSERT_ENTRY = "insert into entry(idx, data, leaf) values(?, ?, ?)";

    private final Connection connection;
    private final PreparedStatement insertEntry;
    private final PreparedStatement insertEntries;
    private final PreparedStatement insertTile;
    private final PreparedStatement insertBlob;
    private final PreparedStatement updateHead;

    Appender(Path file) throws SQLException {
        connection = Connections.writing(file);
        try {
            Schema.check(connection, file);
            if (!Schema.isCurrent(connection)) {
                begin();
                Schema.migrate(connection);
                commit();
            }
            insertEntry = connection.prepareStatement(INSERT_ENTRY);
            insertEntries =
                    connection.prepareStatement(INSERT_ENTRY + ", (?, ?, ?)".repeat(ROWS - 1));
            insertTile =
                    connection.prepareStatement("insert into tile(level, n, data) values(?, ?, ?)");
            insertBlob =
                    connection.prepareStatement(
                            """
                    insert into blob(digest, salt, data) values(?, ?, ?)
                    on conflict(digest) do update set salt = excluded.salt, data = excluded.data where data is null""");
            updateHead =
                    connection.prepareStatement(
                            "update head set epoch = ?, size = ?, root = ?, checkpoint = ? where epoch = ? and size = ?");
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    /// The head, if the ledger has one yet.
    Optional<Head> head() throws SQLException {
        return Rows.head(connection);
    }

    void begin() throws SQLException {
        connection.setAutoCommit(false);
    }

    /// Ends the transaction; durable when this returns.
    void commit() throws SQLException {
        connection.setAutoCommit(true);
    }

    void insertFirst(Head head) throws SQLException {
        try (var insert =
                connection.prepareStatement(
                        "insert into head(only, epoch, size, root, checkpoint) values(1, ?, ?, ?, ?)")) {
            bind(insert, head);
            insert.executeUpdate();
        }
    }

    /// Inserts entries, each with its leaf hash as the tree has taken it: until its tile is full,
    /// that is the only thing kept that tells a changed entry from a good one.
    void insertEntries(long first, List<byte[]> entries, List<Digest> leaves) throws SQLException {
        int next = 0;
        while (next < entries.size()) {
            var rows = entries.size() - next >= ROWS ? ROWS : 1;
            var insert = rows == ROWS ? insertEntries : insertEntry;
            for (int row = 0; row < rows; row++) {
                insert.setLong(3 * row + 1, first + next);
                insert.setBytes(3 * row + 2, entries.get(next));
                insert.setBytes(3 * row + 3, leaves.get(next).bytes());
                next++;
            }
            insert.executeUpdate();
        }
    }

    void insertTiles(List<FullTile> tiles) throws SQLException {
        for (var full : tiles) {
            insertTile.setInt(1, full.path().level());
            insertTile.setLong(2, full.path().index());
            insertTile.setBytes(3, full.tile().bytes());
            insertTile.executeUpdate();
        }
    }

    void insertBlobs(List<Blob> blobs) throws SQLException {
        for (var blob : blobs) {
            insertBlob.setBytes(1, blob.name().bytes());
            insertBlob.setBytes(2, blob.salt());
            insertBlob.setBytes(3, blob.content());
            insertBlob.executeUpdate();
        }
    }

    /// Moves the head; false if the stored one is not `from`.
    boolean moveHead(Head from, Head to) throws SQLException {
        bind(updateHead, to);
        updateHead.setLong(5, from.epoch());
        updateHead.setLong(6, from.size());
        return updateHead.executeUpdate() == 1;
    }

    /// Forgets what a blob said; false if it is unknown or erased already.
    boolean erase(Digest name) throws SQLException {
        try (var update =
                connection.prepareStatement(
                        "update blob set salt = null, data = null where digest = ? and data is not null")) {
            update.setBytes(1, name.bytes());
            return update.executeUpdate() == 1;
        }
    }

    /// Brings the whole write-ahead log into the database and empties it.
    ///
    /// @return whether nobody stood in the way
    boolean emptyLog() throws SQLException {
        return Schema.number(connection, "pragma wal_checkpoint(truncate)") == 0;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    private static void bind(PreparedStatement statement, Head head) throws SQLException {
        statement.setLong(1, head.epoch());
        statement.setLong(2, head.size());
        statement.setBytes(3, head.root().bytes());
        statement.setString(4, head.checkpoint());
    }
}
