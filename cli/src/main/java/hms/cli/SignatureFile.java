package hms.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import hms.artifact.SignedApproval;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/// The file beside an artifact that holds approvals which were made without a server.
final class SignatureFile {
    private static final long MOST_BYTES = 4L * 1024 * 1024;

    private SignatureFile() {}

    /// The approvals that lie beside an artifact.
    static List<SignedApproval> read(LocalPolicy policy) {
        var file = policy.signatures();
        if (!Files.exists(file)) {
            return List.of();
        }
        var shown = policy.shown() + ".sig";
        var text = new String(Reading.bytes(file, shown, MOST_BYTES), UTF_8);
        return SignedApproval.parse(text)
                .fold(
                        approvals -> approvals,
                        reason -> {
                            throw Failure.refused(
                                    shown + " cannot be read: " + reason + ".",
                                    "Mend it, or take it away and sign again.");
                        });
    }

    /// Adds an approval to those that lie there.
    static Path add(LocalPolicy policy, SignedApproval approval) {
        var approvals = new ArrayList<>(read(policy));
        approvals.add(approval);
        var text = new StringBuilder();
        approvals.forEach(each -> text.append(each.text()));
        var file = policy.signatures();
        try {
            var beside = Files.createTempFile(file.toAbsolutePath().getParent(), ".hms-", ".sig");
            Files.writeString(beside, text.toString());
            Files.setPosixFilePermissions(
                    beside, java.nio.file.attribute.PosixFilePermissions.fromString("rw-r--r--"));
            Files.move(
                    beside,
                    file,
                    StandardCopyOption.REPLACE_EXISTING,
                    StandardCopyOption.ATOMIC_MOVE);
            return file;
        } catch (IOException e) {
            throw Failure.refused(
                    file + " could not be written: " + Reading.reason(e) + ".",
                    "Check the folder's owner and mode.");
        }
    }
}
