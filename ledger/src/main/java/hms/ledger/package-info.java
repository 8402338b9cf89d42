/// The program's memory: an append-only log of entries, its Merkle tree, signed checkpoints, and
/// blobs.
///
/// Read [hms.ledger.Ledger] first: what a store must do. [hms.ledger.Batch] goes in,
/// [hms.ledger.Head] comes out. [hms.ledger.LogTiles] shows the log to the world as static files
/// and proofs; [hms.ledger.DataFolder] is where an embedded store lives on disk, and
/// [hms.ledger.OwnerLock] says which process owns it. The stores themselves are in sub-packages,
/// one for each database; [hms.ledger.write.Writer] is the one that appends, and
/// [hms.ledger.snapshot.Snapshots] keep what it all folds to.
@NullMarked
package hms.ledger;

import org.jspecify.annotations.NullMarked;
