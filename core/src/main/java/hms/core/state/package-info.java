/// What the ledger folds to: immutable, and nothing but that.
@NullMarked
package hms.core.state;

import org.jspecify.annotations.NullMarked;
