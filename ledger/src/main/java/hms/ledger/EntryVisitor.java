package hms.ledger;

/// Is shown entries, one after the other.
@FunctionalInterface
public interface EntryVisitor {
    /// @param entry the exact bytes, the visitor's to keep
    void visit(long index, byte[] entry);
}
