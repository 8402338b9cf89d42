/// What happened: the closed set of ledger entries, and how they are written as bytes.
@NullMarked
package hms.core.event;

import org.jspecify.annotations.NullMarked;
