/// The single writer, append, read, tail; SQLite; blobs.
@NullMarked
package hms.ledger;

import org.jspecify.annotations.NullMarked;
