package hms.artifact;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Reads what reserved keys hold: texts, words, ids, versions, lists of them. Every method answers
/// empty, with a finding, where the node is something else.
final class Fields {
    private static final int MAX_LINE = 300;
    private static final int MAX_WORDS = 1_000;

    private final Findings findings;

    Fields(Findings findings) {
        this.findings = findings;
    }

    /// The text of a scalar that is a text and not a number, a truth value or nothing.
    Optional<Node.Scalar> text(Node node) {
        if (node instanceof Node.Scalar scalar && Scalars.isText(scalar)) {
            return Optional.of(scalar);
        }
        var scalar = node instanceof Node.Scalar;
        findings.error(
                "not-a-text",
                node.at(),
                node.kind() + " stands where a text is needed",
                scalar && !Scalars.isNothing(node)
                        ? "put it in quotes if it is a text"
                        : "write a text");
        return Optional.empty();
    }

    /// A text of one line without anything invisible in it.
    Optional<String> line(Node node) {
        return prose(node)
                .map(String::strip)
                .filter(
                        text -> {
                            var unseen = Letters.unseen(text);
                            if (unseen.isPresent() || text.length() > MAX_LINE) {
                                findings.error(
                                        "not-a-line",
                                        node.at(),
                                        unseen.map(
                                                        name ->
                                                                "the text has the character "
                                                                        + name
                                                                        + ", which does not belong in a line")
                                                .orElse(
                                                        "the text is longer than "
                                                                + MAX_LINE
                                                                + " characters"),
                                        "write one line of visible characters; longer text belongs in content");
                                return false;
                            }
                            return true;
                        });
    }

    /// A text that is not blank and that no browser would run.
    Optional<String> prose(Node node) {
        return text(node)
                .map(Node.Scalar::text)
                .filter(
                        text -> {
                            var script = Letters.script(text);
                            script.ifPresent(piece -> Scalars.script(piece, node.at(), findings));
                            if (text.isBlank()) {
                                findings.error(
                                        "blank",
                                        node.at(),
                                        "the text is empty",
                                        "write a text, or delete the key");
                            }
                            return script.isEmpty() && !text.isBlank();
                        });
    }

    Optional<PolicyId> policyId(Node node) {
        return text(node)
                .flatMap(
                        scalar -> {
                            var problem = PolicyId.problem(scalar.text());
                            problem.ifPresent(
                                    end ->
                                            findings.error(
                                                    "bad-id",
                                                    scalar.at(),
                                                    "the policy id "
                                                            + Excerpts.quote(scalar.text())
                                                            + " "
                                                            + end,
                                                    PolicyId.REMEDY));
                            return PolicyId.parse(scalar.text());
                        });
    }

    Optional<Version> version(Node node) {
        if (!(node instanceof Node.Scalar scalar) || Scalars.isNothing(node)) {
            return text(node).flatMap(scalar1 -> Version.parse(scalar1.text()));
        }
        if (!Scalars.isText(scalar)) {
            var parts = scalar.text().split("\\.", -1).length;
            findings.error(
                    "version-is-a-number",
                    scalar.at(),
                    "the version "
                            + Excerpts.quote(scalar.text())
                            + " is read as a number, not as a version",
                    parts < 3
                            ? "write all three parts, as in "
                                    + Excerpts.plain(scalar.text())
                                    + ".0".repeat(3 - parts)
                            : "put it in quotes");
            return Optional.empty();
        }
        var version = Version.parse(scalar.text());
        if (version.isEmpty()) {
            findings.error(
                    "bad-version",
                    scalar.at(),
                    "the version "
                            + Excerpts.quote(scalar.text())
                            + " "
                            + Version.problem(scalar.text()),
                    Version.REMEDY);
        }
        return version;
    }

    Optional<Boolean> truth(Node node) {
        if (node instanceof Node.Scalar scalar && scalar.kind().equals("a truth value")) {
            return Optional.of(scalar.text().toLowerCase(Locale.ROOT).equals("true"));
        }
        findings.error(
                "not-a-truth-value",
                node.at(),
                node.kind() + " stands where true or false is needed",
                "write true or false");
        return Optional.empty();
    }

    Optional<Node.Mapping> mapping(Node node, String remedy) {
        if (node instanceof Node.Mapping mapping) {
            return Optional.of(mapping);
        }
        findings.error(
                "not-a-map", node.at(), node.kind() + " stands where a map is needed", remedy);
        return Optional.empty();
    }

    /// A list of words of one form, none of them twice.
    List<String> words(Node node, Word word) {
        if (!(node instanceof Node.Sequence sequence)) {
            findings.error(
                    "not-a-list",
                    node.at(),
                    node.kind() + " stands where a list is needed",
                    "write a list, as in " + word.example);
            return List.of();
        }
        if (sequence.items().size() > MAX_WORDS) {
            findings.error(
                    "too-many",
                    node.at(),
                    "the list has more than " + MAX_WORDS + " entries",
                    "shorten the list");
            return List.of();
        }
        var words = new ArrayList<String>();
        var seen = new HashSet<String>();
        for (var item : sequence.items()) {
            text(item)
                    .filter(scalar -> isWord(scalar, word, seen))
                    .ifPresent(scalar -> words.add(scalar.text()));
        }
        return words;
    }

    private boolean isWord(Node.Scalar scalar, Word word, Set<String> seen) {
        var text = scalar.text();
        var problem = word == Word.FILE ? fileProblem(text) : word.problem(text);
        if (problem.isPresent()) {
            findings.error(
                    word.code,
                    scalar.at(),
                    "the " + word.words + " " + Excerpts.quote(text) + " " + problem.get(),
                    "write it as in " + word.example);
            return false;
        }
        if (!seen.add(text.toLowerCase(Locale.ROOT))) {
            findings.error(
                    "duplicate-entry",
                    scalar.at(),
                    "the " + word.words + " " + Excerpts.quote(text) + " stands twice in the list",
                    "delete one of the two");
            return false;
        }
        return true;
    }

    /// What is wrong with a path of a file that goes along with an artifact: it has to mean the
    /// same file on every system, below the artifact's folder.
    static Optional<String> fileProblem(String path) {
        if (path.isEmpty() || path.length() > 255) {
            return Optional.of(path.isEmpty() ? "is empty" : "is longer than 255 characters");
        }
        if (path.contains("\\")) {
            return Optional.of("has a backslash; folders are separated by /");
        }
        if (path.matches("[A-Za-z]:.*")) {
            return Optional.of("names a drive");
        }
        if (path.startsWith("/") || path.startsWith("~")) {
            return Optional.of("is not relative to the artifact's folder");
        }
        for (var part : path.split("/", -1)) {
            if (part.equals("..") || part.equals(".") || part.isEmpty()) {
                return Optional.of(
                        "has the part " + Excerpts.quote(part) + ", which could lead elsewhere");
            }
            if (!Word.FILE.form.matcher(part).matches()) {
                return Optional.of(
                        "has the part "
                                + Excerpts.quote(part)
                                + ", which is not made of letters a-z, digits and . _ - + @");
            }
            if (part.endsWith(".") || Word.DEVICE.matcher(part).matches()) {
                return Optional.of(
                        "has the part "
                                + Excerpts.quote(part)
                                + ", which some systems cannot store");
            }
        }
        return Optional.empty();
    }

    /// The words that lists hold.
    enum Word {
        TAG("tag", "bad-tag", "[A-Za-z0-9][A-Za-z0-9_.:-]{0,62}", "[health, air]"),
        PARTNER(
                "partner",
                "bad-partner",
                "[a-z0-9][a-z0-9._-]{0,62}",
                "[state-airboards, epa-open-data]"),
        FILE("file", "bad-file-path", "[A-Za-z0-9._+@-]+", "[scenarios/pm25.yaml]");

        private static final Pattern DEVICE =
                Pattern.compile(
                        "(con|prn|aux|nul|com[0-9]|lpt[0-9])(\\..*)?", Pattern.CASE_INSENSITIVE);

        private final String words;
        private final String code;
        private final Pattern form;
        private final String example;

        Word(String words, String code, String form, String example) {
            this.words = words;
            this.code = code;
            this.form = Pattern.compile(form);
            this.example = example;
        }

        Optional<String> problem(String text) {
            return form.matcher(text).matches()
                    ? Optional.empty()
                    : Optional.of("is not made of 1 to 63 letters, digits and hyphens");
        }
    }
}
