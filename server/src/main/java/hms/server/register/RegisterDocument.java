package hms.server.register;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One published document, with everything that its page shows.
public record RegisterDocument(
        Listing listing,
        Text text,
        List<Value> values,
        List<Rule> rules,
        List<Signature> signatures,
        Proof proof) {

    public RegisterDocument {
        values = List.copyOf(values);
        rules = List.copyOf(rules);
        signatures = List.copyOf(signatures);
    }

    /// The rule's prose, in Markdown. `previous` is the prose of the version that it amends, null
    /// if it amends none.
    public record Text(String content, @Nullable String previous) {}

    /// A value that consumers read. `now` is null if this version no longer has it; `before` is
    /// what the amended version says, null if it does not have it. `steps` are the dated changes,
    /// in order, of a value that has them.
    public record Value(
            String name,
            @Nullable String now,
            @Nullable String before,
            String unit,
            List<Step> steps) {
        public Value {
            steps = List.copyOf(steps);
            if (now == null && before == null) {
                throw new IllegalArgumentException(
                        "The value " + name + " has neither a present nor a former form");
            }
        }

        /// Whether it reads otherwise than in the amended version.
        boolean changed() {
            return before != null && !before.equals(now);
        }
    }

    /// What a dated value is from `from` on; null: it has ended.
    public record Step(LocalDate from, @Nullable String text) {}

    /// A decision rule, as its expression; `before` is the amended version's, null if it has none.
    public record Rule(String name, @Nullable String now, @Nullable String before) {
        public Rule {
            if (now == null && before == null) {
                throw new IllegalArgumentException(
                        "The rule " + name + " has neither a present nor a former form");
            }
        }

        boolean changed() {
            return before != null && !before.equals(now);
        }
    }

    /// Who approved. `statement` and `armored` are the signed bytes and their SSHSIG, `principal`
    /// is the name under which `ssh-keygen -Y verify` finds the key in the allowed signers; null
    /// where they are not to be published.
    public record Signature(String name, String role, Instant at, @Nullable Signed signed) {}

    /// The very bytes that were signed, and the armored signature over them.
    public record Signed(String principal, String statement, String armored) {}

    /// Where the publication stands on the ledger: the entry's index, the size of the tree that
    /// proves it, and the inclusion proof as text (null while there is none).
    public record Proof(long entry, long size, @Nullable String inclusion) {
        public Proof {
            if (entry < 0 || size <= entry) {
                throw new IllegalArgumentException(
                        "Entry " + entry + " is not in a ledger of " + size);
            }
        }
    }
}
