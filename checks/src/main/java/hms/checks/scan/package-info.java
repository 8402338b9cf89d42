/// Holds packages against rule sets: what must not be in them, and what they must not do.
///
/// [Scan] runs [ScanRules] over a [ScanTarget], each set by itself, and remembers what it found
/// ([ScanCache]). The sets that come along are in [hms.checks.scan.privacy] and
/// [hms.checks.scan.ethics]; `docs/compliance.md` says what they look for, and why.
@NullMarked
package hms.checks.scan;

import org.jspecify.annotations.NullMarked;
