package hms.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import hms.audit.ExportContents.Approval;
import hms.core.event.UnreadableEntry;
import hms.ledger.Blob;
import hms.ledger.LedgerUnreadable;
import hms.trust.Digest;
import hms.trust.Ed25519Verifier;
import hms.trust.Keyring;
import hms.trust.MalformedException;
import hms.trust.OpenSshKey;
import hms.trust.SshSig;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/// Verifies the approvals of an export against its entries: that each is one that the log has
/// recorded, in the same bytes, signed by a key that was good at that entry.
final class ApprovalCheck {
    private final ExportFolder export;
    private final Ed25519Verifier ed25519;

    ApprovalCheck(ExportFolder export, Ed25519Verifier ed25519) {
        this.export = export;
        this.ed25519 = ed25519;
    }

    List<Finding> run() {
        var here = new HashSet<>(export.approvals());
        var findings = new ArrayList<Finding>();
        for (var approval : recorded(findings)) {
            if (here.remove(approval.id())) {
                refusal(approval)
                        .ifPresent(
                                reason ->
                                        findings.add(
                                                new Finding.ApprovalRefused(
                                                        approval.id(), reason)));
            }
        }
        here.stream()
                .sorted()
                .forEach(
                        id ->
                                findings.add(
                                        new Finding.ApprovalRefused(
                                                id,
                                                "the log has recorded no such approval of something published")));
        return findings;
    }

    /// What the entries say; nothing if they cannot be read to the end, which others report.
    private List<Approval> recorded(List<Finding> findings) {
        try {
            return ExportContents.of(export).approvals();
        } catch (LedgerUnreadable | UnreadableEntry | IllegalArgumentException e) {
            findings.add(
                    new Finding.Leftover(
                            "the approvals cannot be checked, because not all entries can be read"));
            return List.of();
        }
    }

    private Optional<String> refusal(Approval approval) {
        var folder = ExportLayout.APPROVALS + approval.id();
        try {
            var statement = export.read(folder + ExportLayout.STATEMENT);
            var signature = export.read(folder + ExportLayout.SIGNATURE);
            var signers = export.read(folder + ExportLayout.SIGNERS);
            if (!isBlob(approval.statement(), statement)) {
                return Optional.of("statement.json is not the recorded statement");
            }
            if (!isBlob(approval.signature(), signature)) {
                return Optional.of("statement.json.sig is not the recorded signature");
            }
            if (!Arrays.equals(signers, approval.allowedSigners().getBytes(UTF_8))) {
                return Optional.of("allowed_signers are not the keys that were good at its entry");
            }
            return refusal(approval, new String(signature, UTF_8), statement);
        } catch (LedgerUnreadable | MalformedException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private Optional<String> refusal(Approval approval, String signature, byte[] statement) {
        return SshSig.verify(signature, Keyring.APPROVAL_NAMESPACE, statement, ed25519)
                .fold(
                        signed ->
                                approval.allowedSigners()
                                                .contains(
                                                        " "
                                                                + new OpenSshKey(
                                                                        signed.publicKey(), "")
                                                                + "\n")
                                        ? Optional.empty()
                                        : Optional.of(
                                                "it is signed by %s, which was no good key at its entry"
                                                        .formatted(
                                                                OpenSshKey.fingerprint(
                                                                        signed.publicKey()))),
                        Optional::of);
    }

    /// Whether this is the content of the blob of this name, which is here too, with its salt.
    private boolean isBlob(Digest name, byte[] content) {
        var blob = export.read(ExportLayout.blob(name));
        return blob.length >= Blob.SALT_BYTES
                && Digest.sha256(blob).equals(name)
                && Arrays.equals(blob, Blob.SALT_BYTES, blob.length, content, 0, content.length);
    }
}
