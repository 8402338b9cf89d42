/// Signing and verifying at the speed that a server needs.
@NullMarked
package hms.ledger.crypto;

import org.jspecify.annotations.NullMarked;
