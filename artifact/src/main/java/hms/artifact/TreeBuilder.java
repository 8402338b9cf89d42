package hms.artifact;

import java.text.Normalizer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Builds the one tree out of a parser's events, and holds the limits that are the same for YAML
/// and JSON: depth, number of nodes, length and form of keys, no key twice.
final class TreeBuilder {
    /// How deep lists and maps may stand in each other.
    static final int MAX_DEPTH = 64;
    /// How many scalars, lists and maps a file may have.
    static final int MAX_NODES = 50_000;
    /// The longest key, in characters.
    static final int MAX_KEY = 200;

    private final Findings findings;
    private final Deque<Frame> open = new ArrayDeque<>();
    private @Nullable Node root;
    private int nodes;
    private boolean stopped;

    TreeBuilder(Findings findings) {
        this.findings = findings;
    }

    /// Whether a limit was passed, so that reading on makes no sense.
    boolean stopped() {
        return stopped || findings.isFull();
    }

    /// Whether the next scalar is a key.
    boolean expectsKey() {
        var frame = open.peek();
        return frame != null && frame.mapping && frame.key == null;
    }

    Optional<Node> root() {
        return stopped() ? Optional.empty() : Optional.ofNullable(root);
    }

    /// The path of the next value.
    Path path() {
        var frame = open.peek();
        return frame == null ? Path.ROOT : frame.next();
    }

    void open(boolean mapping, int line, int column) {
        var at = new At(line, column, path());
        if (open.size() == MAX_DEPTH) {
            stop(
                    "too-deep",
                    at,
                    "lists and maps stand in each other more than " + MAX_DEPTH + " deep",
                    "flatten it");
        } else if (count(at)) {
            open.push(new Frame(at, mapping));
        }
    }

    void close() {
        var frame = open.pop();
        add(
                frame.mapping
                        ? new Node.Mapping(frame.at, frame.members)
                        : new Node.Sequence(frame.at, frame.items));
    }

    void key(String text, int line, int column) {
        var frame = open.element();
        var at = new At(line, column, frame.at.path().key(text));
        frame.key = text;
        frame.keyAt = at;
        if (text.length() > MAX_KEY) {
            stop(
                    "key-too-long",
                    new At(line, column, frame.at.path()),
                    "a key has "
                            + text.length()
                            + " characters; at most "
                            + MAX_KEY
                            + " are allowed",
                    "shorten the key");
            return;
        }
        var letter = Letters.unseen(text);
        if (text.isBlank() || letter.isPresent() || text.equals("__proto__")) {
            findings.error(
                    "bad-key",
                    at,
                    "the key "
                            + Excerpts.quote(text)
                            + letter.map(name -> " has the character " + name)
                                    .orElse(" cannot be used"),
                    "use a key of visible characters");
        } else {
            Letters.isClean(text, at, findings);
        }
        if (!frame.names.add(Normalizer.normalize(text, Normalizer.Form.NFC))) {
            frame.duplicate = true;
            findings.error(
                    "duplicate-key",
                    at,
                    "the key "
                            + Excerpts.quote(text)
                            + " stands twice in the same map"
                            + frame.firstLine(text)
                                    .map(first -> ", first in line " + first)
                                    .orElse(""),
                    "delete one of the two");
        }
    }

    void scalar(String text, Node.Style style, int line, int column) {
        var at = new At(line, column, path());
        if (count(at)) {
            Letters.isClean(text, at, findings);
            add(new Node.Scalar(at, text, style));
        }
    }

    private void add(Node node) {
        var frame = open.peek();
        if (frame == null) {
            root = node;
        } else {
            frame.add(node);
        }
    }

    private boolean count(At at) {
        nodes++;
        if (nodes > MAX_NODES) {
            stop(
                    "too-many-nodes",
                    at,
                    "the file has more than " + MAX_NODES + " values",
                    "split the policy, or move bulk tables to scenario files");
        }
        return !stopped;
    }

    private void stop(String code, At at, String message, String remedy) {
        findings.error(code, at, message, remedy);
        stopped = true;
    }

    /// A list or map that is not closed yet.
    private static final class Frame {
        private final At at;
        private final boolean mapping;
        private final List<Node> items = new ArrayList<>();
        private final Map<String, Node.Member> members = new LinkedHashMap<>();
        private final Set<String> names = new LinkedHashSet<>();
        private @Nullable String key;
        private At keyAt = At.FILE;
        private boolean duplicate;

        Frame(At at, boolean mapping) {
            this.at = at;
            this.mapping = mapping;
        }

        /// The path of what comes next: a value, or, in a map that waits for a key, the map.
        Path next() {
            if (!mapping) {
                return at.path().index(items.size());
            }
            return key == null ? at.path() : keyAt.path();
        }

        void add(Node node) {
            if (!mapping) {
                items.add(node);
                return;
            }
            if (key != null && !duplicate) {
                members.put(key, new Node.Member(keyAt, node));
            }
            key = null;
            duplicate = false;
        }

        Optional<Integer> firstLine(String name) {
            var first = members.get(name);
            return first == null ? Optional.empty() : Optional.of(first.keyAt().line());
        }
    }
}
