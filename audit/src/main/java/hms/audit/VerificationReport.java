package hms.audit;

import hms.trust.Digest;
import hms.trust.NoteVerifier;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a verification has found, and how much it has looked at.
///
/// @param key the verifier key that the checkpoint was held against
/// @param entries how many entries were read
/// @param root the root over them
/// @param tiles how many kept tiles were compared
/// @param blobs how many blobs that entries name were there and hashed
/// @param last when the last entry was recorded; empty if there is none that could be read
/// @param findings what does not fit, the gravest first; empty if the ledger is good
/// @param more how many findings there were beyond these
public record VerificationReport(
        NoteVerifier key,
        long entries,
        Digest root,
        long tiles,
        long blobs,
        Optional<Instant> last,
        List<Finding> findings,
        long more) {

    public VerificationReport {
        findings = List.copyOf(findings);
    }

    public boolean isGood() {
        return findings.isEmpty();
    }

    /// The report for people, a line each.
    public List<String> lines() {
        var lines = new ArrayList<String>();
        lines.add(
                isGood()
                        ? "OK  ledger verified: %d entries, root %s"
                                .formatted(entries, root.brief())
                        : "NOT OK  ledger of %d entries, root %s".formatted(entries, root.brief()));
        findings.forEach(finding -> lines.add("  • " + finding.text()));
        if (more > 0) {
            lines.add("  • and " + more + " more");
        }
        lines.add("  checkpoint held against %s".formatted(key));
        lines.add(
                "  root rebuilt from the entries; %d tiles and %d blobs compared%s"
                        .formatted(
                                tiles, blobs, last.map(at -> "; last entry of " + at).orElse("")));
        return List.copyOf(lines);
    }
}
