/// What subscribers report, kept in memory: disposable, bounded, and cheap. Canaries are judged by
/// it, and convergence is counted from it; the verdicts that rest on it go on the ledger.
@NullMarked
package hms.runs.telemetry;

import org.jspecify.annotations.NullMarked;
