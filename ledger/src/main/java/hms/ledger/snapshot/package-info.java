/// What the ledger folds to, kept in a file so that a start does not have to fold it all again.
/// Disposable: the ledger is the truth, and a snapshot that does not fit it is not used.
///
/// [hms.ledger.snapshot.Snapshots] keeps the files, [hms.ledger.snapshot.SnapshotKeeper] decides
/// when to write one. Each part of the state has its form (`PoliciesForm` …), which writes it and
/// reads it back; the parts of a form are in the order of its record's components.
@NullMarked
package hms.ledger.snapshot;

import org.jspecify.annotations.NullMarked;
