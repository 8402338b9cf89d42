package hms.artifact;

import hms.trust.Digest;
import hms.trust.Verdict;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// Reads an [ApprovalStatement]: takes the fields it knows, writes the statement again, and accepts
/// it only if that gives the same bytes. So nothing unknown, doubled or differently written can be
/// in what is signed.
final class StatementReader {
    private final Node root;

    private StatementReader(Node root) {
        this.root = root;
    }

    static Verdict<ApprovalStatement> read(byte[] bytes) {
        if (bytes.length > ApprovalStatement.MAX_BYTES) {
            return Verdict.refused(
                    "an approval statement has at most "
                            + ApprovalStatement.MAX_BYTES
                            + " bytes, not "
                            + bytes.length);
        }
        var findings = new Findings("statement");
        var tree = ArtifactParser.tree(bytes, "statement.json", findings);
        if (tree.isEmpty() || findings.hasErrors()) {
            return Verdict.refused(
                    "the approval statement cannot be read: " + findings.list().get(0).message());
        }
        try {
            var statement = new StatementReader(tree.get().root()).statement();
            return Arrays.equals(statement.bytes(), bytes)
                    ? Verdict.accepted(statement)
                    : Verdict.refused(
                            "the approval statement is not in its one form: it has an unknown field, other blanks or"
                                    + " another order than a statement has; let hms write it");
        } catch (IllegalArgumentException e) {
            return Verdict.refused("the approval statement is not valid: " + e.getMessage());
        }
    }

    private ApprovalStatement statement() {
        requireText(text(root, "_type"), ApprovalStatement.TYPE, "_type");
        requireText(text(root, "predicateType"), ApprovalStatement.PREDICATE_TYPE, "predicateType");
        var predicate = require(root, "predicate");
        return new ApprovalStatement(
                subject(predicate),
                items(require(predicate, "environments"), "environments").stream()
                        .map(StatementReader::text)
                        .toList(),
                text(predicate, "approver"),
                find(predicate, "comment").map(StatementReader::text).orElse(""),
                instant(predicate, "issued"),
                instant(predicate, "expires"),
                find(predicate, "emergency").map(emergency -> text(emergency, "goodCause")));
    }

    private ApprovalStatement.Subject subject(Node predicate) {
        var subjects = items(require(root, "subject"), "subject");
        if (subjects.isEmpty()) {
            throw new IllegalArgumentException("it has no subject");
        }
        var first = subjects.get(0);
        var release = find(predicate, "release");
        if (release.isPresent()) {
            return new ApprovalStatement.Subject.Release(
                    size(require(release.get(), "size")), digest(first, "rfc6962-sha256"));
        }
        var policies = items(require(predicate, "policies"), "policies");
        if (policies.isEmpty()) {
            throw new IllegalArgumentException("it names no policy");
        }
        var files = new TreeMap<String, Digest>();
        subjects.subList(1, subjects.size())
                .forEach(file -> files.put(text(file, "name"), digest(file, "sha256")));
        var policy = policies.get(0);
        return new ApprovalStatement.Subject.Single(
                new Manifest.Member(
                        PolicyId.of(text(policy, "id")),
                        Version.of(text(policy, "version")),
                        digest(first, "sha256"),
                        files));
    }

    private static int size(Node node) {
        if (node instanceof Node.Scalar scalar && scalar.text().matches("[1-9][0-9]{0,8}")) {
            return Integer.parseInt(scalar.text());
        }
        throw new IllegalArgumentException("the size of the release is not a whole number");
    }

    private static Digest digest(Node subject, String algorithm) {
        return Digest.ofHex(text(require(subject, "digest"), algorithm));
    }

    private static Instant instant(Node node, String key) {
        var text = text(node, key);
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    key + " is not an instant: " + Excerpts.quote(text), e);
        }
    }

    private static void requireText(String actual, String expected, String key) {
        if (!actual.equals(expected)) {
            throw new IllegalArgumentException(
                    key + " is " + Excerpts.quote(actual) + ", not " + expected);
        }
    }

    private static String text(Node node, String key) {
        return text(require(node, key));
    }

    private static String text(Node node) {
        if (node instanceof Node.Scalar scalar && scalar.style() == Node.Style.QUOTED) {
            return scalar.text();
        }
        throw new IllegalArgumentException(
                node.at().path().text() + " is " + node.kind() + ", not a text");
    }

    private static List<Node> items(Node node, String key) {
        if (node instanceof Node.Sequence sequence) {
            return sequence.items();
        }
        throw new IllegalArgumentException(key + " is " + node.kind() + ", not a list");
    }

    private static Node require(Node node, String key) {
        return find(node, key)
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        node.at().path().text() + " has no " + key));
    }

    private static Optional<Node> find(Node node, String key) {
        return node instanceof Node.Mapping mapping
                ? Optional.ofNullable(mapping.members().get(key)).map(Node.Member::node)
                : Optional.empty();
    }
}
