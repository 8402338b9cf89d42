/// Verify and export a ledger.
@NullMarked
package hms.audit;

import org.jspecify.annotations.NullMarked;
