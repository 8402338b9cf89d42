package hms.ledger;

/// The answer to the question who owns a data folder.
public sealed interface Ownership {
    /// We do, until the lock is closed.
    record Ours(OwnerLock lock) implements Ownership {}

    /// Another process does, or another part of this one.
    record Theirs(Owner owner) implements Ownership {}
}
