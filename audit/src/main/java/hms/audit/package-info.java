/// Verifies a ledger, and exports it for others to verify.
///
/// [LedgerVerification] is read first: it rebuilds the tree from the entries of some
/// [LedgerEvidence] (a store, an export, a server's log) and says in a [VerificationReport] what
/// does not fit, entry by entry where that can be known. [TreeCheck] compares the rebuilt tree with
/// the tiles that are kept, [LedgerFold] replays the entries, [BlobCheck] hashes what they name.
/// [LedgerExport] writes a ledger as files that need no program of ours to be read.
@NullMarked
package hms.audit;

import org.jspecify.annotations.NullMarked;
