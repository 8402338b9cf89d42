package hms.artifact;

import java.util.Set;
import java.util.regex.Pattern;

/// Which names values, inputs, rules and aliases can have: those that the rule language can say.
final class Names {
    private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,62}");
    private static final String REMEDY =
            "use a letter or _, then letters, digits and _, at most 63 characters, as in daily_limit";
    private static final Set<String> WORDS =
            Set.of(
                    "true",
                    "false",
                    "null",
                    "in",
                    "as",
                    "break",
                    "const",
                    "continue",
                    "else",
                    "for",
                    "function",
                    "if",
                    "import",
                    "let",
                    "loop",
                    "package",
                    "namespace",
                    "return",
                    "var",
                    "void",
                    "while");
    private static final Set<String> TYPES =
            Set.of(
                    "bool",
                    "bytes",
                    "double",
                    "duration",
                    "dyn",
                    "int",
                    "list",
                    "map",
                    "null_type",
                    "string",
                    "timestamp",
                    "type",
                    "uint");

    private final Findings findings;

    Names(Findings findings) {
        this.findings = findings;
    }

    /// Whether a key that is not reserved can be a value's name; a finding if not.
    boolean isValueName(String name, At at) {
        var meant = ReservedKey.nearest(name);
        if (meant.isPresent() && !WORDS.contains(name)) {
            findings.error(
                    "mistyped-key",
                    at,
                    "the value name "
                            + Excerpts.quote(name)
                            + " is one letter away from the reserved key "
                            + meant.get().key(),
                    "write "
                            + meant.get().key()
                            + " if that is what is meant, or give the value another name");
            return false;
        }
        if (name.equals("dated")) {
            findings.error(
                    "bad-name",
                    at,
                    "a value cannot be named dated",
                    "write name: { dated: { 2024-01-01: … } } with a name of its own");
            return false;
        }
        return isName(name, "value", at);
    }

    /// Whether `name` can be said in rules; a finding if not.
    boolean isName(String name, String what, At at) {
        if (!IDENTIFIER.matcher(name).matches()) {
            findings.error(
                    "bad-name",
                    at,
                    "the " + what + " name " + Excerpts.quote(name) + " cannot be said in rules",
                    REMEDY);
            return false;
        }
        if (WORDS.contains(name) || TYPES.contains(name)) {
            findings.error(
                    "reserved-word",
                    at,
                    "the "
                            + what
                            + " name "
                            + Excerpts.quote(name)
                            + " is a "
                            + (WORDS.contains(name) ? "word" : "type")
                            + " of the rule language",
                    "choose another name, for example " + name + "_value");
            return false;
        }
        return true;
    }
}
