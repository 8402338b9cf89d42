/// The ledger in one SQLite file: a single writing connection, and a bounded pool of reading ones.
@NullMarked
package hms.ledger.sqlite;

import org.jspecify.annotations.NullMarked;
