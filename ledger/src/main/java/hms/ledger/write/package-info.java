/// The single writer: decide, append, commit, fold, answer. Read [Writer] first.
@NullMarked
package hms.ledger.write;

import org.jspecify.annotations.NullMarked;
