package hms.server.register;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The commands with which a document is checked; without a document, those of any.
record CheckView(@Nullable RegisterDocument document, String root) {

    /// How to verify one signature.
    record Check(String sentence, String commands) {}

    static CheckView of(Optional<RegisterDocument> document, RegisterSite site) {
        return new CheckView(document.orElse(null), site.url(""));
    }

    /// Whether the document takes another one back.
    boolean withdrawal() {
        return document != null && document.listing().kind() == Kind.WITHDRAWAL;
    }

    private String path() {
        var shown = document;
        return root + (shown == null ? "/register/VOLUME/NUMBER" : shown.listing().ref().path());
    }

    private String file() {
        var shown = document;
        return shown == null ? "NUMBER" : Integer.toString(shown.listing().ref().number());
    }

    String digestCommands() {
        return "curl -sSo " + file() + ".yaml " + path() + ".yaml\nsha256sum " + file() + ".yaml";
    }

    List<Check> signatures() {
        var shown = document;
        if (shown == null) {
            return List.of(
                    new Check(
                            "The signed statement, its signature, and the keys that may sign:",
                            commands(1, "APPROVER")));
        }
        var checks = new ArrayList<Check>();
        var signatures = shown.signatures();
        for (int i = 0; i < signatures.size(); i++) {
            var signed = signatures.get(i).signed();
            if (signed != null) {
                checks.add(
                        new Check(
                                signatures.get(i).name() + " signed this statement:",
                                commands(i + 1, signed.principal())));
            }
        }
        return checks;
    }

    private String commands(int number, String principal) {
        var name = "approval-" + number;
        return "curl -sSO "
                + path()
                + "/"
                + name
                + ".json\n"
                + "curl -sSO "
                + path()
                + "/"
                + name
                + ".sig\n"
                + "curl -sSO "
                + root
                + "/register/allowed_signers\n"
                + "ssh-keygen -Y verify -f allowed_signers -I "
                + quoted(principal)
                + " -n policy-approval@hms -s "
                + name
                + ".sig < "
                + name
                + ".json";
    }

    String ledgerCommands() {
        return "HMS_URL=" + root + " hms audit verify";
    }

    /// As a word of a POSIX shell: a name cannot become a command in what a reader pastes.
    static String quoted(String word) {
        var oneLine = word.replaceAll("\\p{Cntrl}", " ");
        return oneLine.matches("[A-Za-z0-9@%+=:,./_-]+")
                ? oneLine
                : "'" + oneLine.replace("'", "'\\''") + "'";
    }
}
