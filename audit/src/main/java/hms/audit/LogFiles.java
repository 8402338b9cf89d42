package hms.audit;

/// Reads the files of a tiled log (C2SP tlog-tiles), from wherever they are.
@FunctionalInterface
public interface LogFiles {

    /// The file of this name below the log's prefix: `checkpoint`, `tile/0/x001/067`,
    /// `tile/entries/000.p/17`.
    ///
    /// @param mostBytes how long it can be; more need not be read
    /// @throws hms.ledger.LedgerUnreadable if it is not there, longer, or cannot be read
    byte[] read(String name, int mostBytes);
}
