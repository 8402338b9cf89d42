package hms.ledger.sqlite;

import hms.ledger.Head;
import hms.trust.Digest;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/// Reads rows into the ledger's words.
final class Rows {
    private Rows() {}

    static Optional<Head> head(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var row =
                        statement.executeQuery("select epoch, size, root, checkpoint from head")) {
            return row.next()
                    ? Optional.of(
                            new Head(
                                    row.getLong(1),
                                    row.getLong(2),
                                    Digest.of(row.getBytes(3)),
                                    row.getString(4)))
                    : Optional.empty();
        }
    }
}
