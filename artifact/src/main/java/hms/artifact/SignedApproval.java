package hms.artifact;

import hms.trust.Digest;
import hms.trust.Verdict;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A statement's exact bytes, and the SSH signature over them. Nothing about it is known to be true
/// before [ApprovalVerifier] has said so.
public final class SignedApproval {
    private static final String BEGIN = "-----BEGIN SSH SIGNATURE-----";
    private static final String END = "-----END SSH SIGNATURE-----";

    private final byte[] statement;
    private final String signature;

    /// @param statement the bytes that were signed
    /// @param signature the signature in armour, as `ssh-keygen -Y sign -n policy-approval@hms`
    ///     makes it
    public SignedApproval(byte[] statement, String signature) {
        this.statement = statement.clone();
        this.signature = signature;
    }

    /// A copy of the bytes that were signed.
    public byte[] statement() {
        return statement.clone();
    }

    /// The signature in armour.
    public String signature() {
        return signature;
    }

    /// What tells this approval from every other: the digest of statement and signature.
    public Digest digest() {
        return Digest.sha256(statement, signature.strip().getBytes(StandardCharsets.UTF_8));
    }

    /// The text of a `.sig` file: the statement on one line, then the armoured signature.
    public String text() {
        return new String(statement, StandardCharsets.UTF_8) + "\n" + signature.strip() + "\n";
    }

    /// Reads a `.sig` file, which may hold several approvals one after the other.
    public static Verdict<List<SignedApproval>> parse(String text) {
        var approvals = new ArrayList<SignedApproval>();
        var lines = text.lines().toList();
        for (var i = 0; i < lines.size(); ) {
            if (lines.get(i).isBlank()) {
                i++;
                continue;
            }
            var end = lines.subList(i, lines.size()).indexOf(END) + i;
            if (end <= i + 1 || !lines.get(i + 1).equals(BEGIN)) {
                return Verdict.refused(
                        "line "
                                + (i + 1)
                                + " begins an approval, but a statement on one line and then a block from "
                                + BEGIN
                                + " to "
                                + END
                                + " should follow each other");
            }
            var signature = String.join("\n", lines.subList(i + 1, end + 1)) + "\n";
            approvals.add(
                    new SignedApproval(lines.get(i).getBytes(StandardCharsets.UTF_8), signature));
            i = end + 1;
        }
        return approvals.isEmpty()
                ? Verdict.refused("the file holds no approval")
                : Verdict.accepted(List.copyOf(approvals));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SignedApproval that
                && Arrays.equals(statement, that.statement)
                && signature.equals(that.signature);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(statement);
    }

    @Override
    public String toString() {
        return "SignedApproval " + digest().brief();
    }
}
