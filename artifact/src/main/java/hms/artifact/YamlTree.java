package hms.artifact;

import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/// Reads YAML 1.2 without what makes a document mean something else than it shows: one document, no
/// directives, anchors, aliases, tags or merge keys.
final class YamlTree {
    private static final String PLAIN_REMEDY = "write the value out where it is used";

    private final SourceText source;
    private final Findings findings;
    private final TreeBuilder tree;
    private int documents;

    private YamlTree(SourceText source, Findings findings) {
        this.source = source;
        this.findings = findings;
        this.tree = new TreeBuilder(findings);
    }

    static Optional<Node> read(SourceText source, Findings findings) {
        return new YamlTree(source, findings).read();
    }

    private Optional<Node> read() {
        var settings =
                LoadSettings.builder()
                        .setLabel("artifact")
                        .setUseMarks(true)
                        .setCodePointLimit(SourceText.MAX_BYTES)
                        .build();
        var reader = new StreamReader(settings, source.text());
        try {
            var parser = new ParserImpl(settings, reader);
            while (!tree.stopped() && documents < 2 && parser.hasNext()) {
                accept(parser.next());
            }
        } catch (MarkedYamlEngineException e) {
            var at = e.getProblemMark().map(mark -> at(mark, tree.path())).orElse(At.FILE);
            findings.error("yaml-syntax", at, "this is not YAML: " + problem(e), remedy(e));
            return Optional.empty();
        } catch (YamlEngineException | IllegalArgumentException | IndexOutOfBoundsException e) {
            // The last two are the scanner's on an escape that is cut off by the end of the file.
            findings.error(
                    "yaml-syntax",
                    new At(reader.getLine() + 1, reader.getColumn() + 1, tree.path()),
                    "this is not YAML: it cannot be read on from here",
                    "check quotes, escapes and brackets before this place");
            return Optional.empty();
        }
        return tree.root();
    }

    private void accept(Event event) {
        switch (event.getEventId()) {
            case DocumentStart -> start((DocumentStartEvent) event);
            case MappingStart, SequenceStart -> collection((CollectionStartEvent) event);
            case MappingEnd, SequenceEnd -> tree.close();
            case Scalar -> scalar((ScalarEvent) event);
            case Alias ->
                    refuse(
                            "yaml-alias",
                            event,
                            "an alias (*) stands for something written elsewhere",
                            PLAIN_REMEDY);
            case StreamStart, StreamEnd, DocumentEnd, Comment -> {}
        }
    }

    private void start(DocumentStartEvent event) {
        documents++;
        if (documents > 1) {
            findings.error(
                    "several-documents",
                    at(event, Path.ROOT),
                    "a second YAML document begins here",
                    "put each policy in a file of its own");
        } else if (event.getSpecVersion().isPresent() || !event.getTags().isEmpty()) {
            findings.error(
                    "yaml-directive",
                    at(event, Path.ROOT),
                    "YAML directives (%YAML, %TAG) are not allowed",
                    "delete the line that begins with %; the file is read as YAML 1.2");
        }
    }

    private void collection(CollectionStartEvent event) {
        checkNode(event, event.getTag());
        var mark = at(event, tree.path());
        if (tree.expectsKey()) {
            findings.error(
                    "bad-key", mark, "a list or map cannot be a key", "use a text as the key");
            tree.key("?", mark.line(), mark.column());
        }
        tree.open(event.getEventId() == Event.ID.MappingStart, mark.line(), mark.column());
    }

    private void scalar(ScalarEvent event) {
        checkNode(event, event.getTag());
        var at = at(event, tree.path());
        if (!tree.expectsKey()) {
            tree.scalar(event.getValue(), style(event), at.line(), at.column());
            return;
        }
        if (event.isPlain() && event.getValue().equals("<<")) {
            findings.error("yaml-merge-key", at, "merge keys (<<) are not allowed", PLAIN_REMEDY);
        }
        tree.key(event.getValue(), at.line(), at.column());
    }

    private static Node.Style style(ScalarEvent event) {
        if (event.isPlain()) {
            return Node.Style.PLAIN;
        }
        return event.isLiteral() || event.isFolded() ? Node.Style.BLOCK : Node.Style.QUOTED;
    }

    private void checkNode(NodeEvent event, Optional<String> tag) {
        if (event.getAnchor().isPresent()) {
            var name = Excerpts.quote("&" + event.getAnchor().get().getValue());
            findings.error(
                    "yaml-anchor",
                    at(event, tree.path()),
                    "the anchor " + name + " is not allowed",
                    PLAIN_REMEDY);
        }
        if (tag.isPresent()) {
            findings.error(
                    "yaml-tag",
                    at(event, tree.path()),
                    "the tag " + Excerpts.quote(tag.get()) + " is not allowed",
                    "delete the tag; put the value in quotes if it is a text");
        }
    }

    private void refuse(String code, Event event, String message, String remedy) {
        var at = at(event, tree.path());
        findings.error(code, at, message, remedy);
        if (tree.expectsKey()) {
            tree.key("*", at.line(), at.column());
        } else {
            tree.scalar("", Node.Style.QUOTED, at.line(), at.column());
        }
    }

    private static At at(Event event, Path path) {
        return event.getStartMark().map(mark -> at(mark, path)).orElse(At.FILE);
    }

    private static At at(Mark mark, Path path) {
        return new At(mark.getLine() + 1, mark.getColumn() + 1, path);
    }

    private static String problem(MarkedYamlEngineException e) {
        var context = e.getContext();
        return context == null || context.isBlank()
                ? e.getProblem()
                : context + ", " + e.getProblem();
    }

    private static String remedy(MarkedYamlEngineException e) {
        var problem = String.valueOf(e.getProblem());
        if (problem.contains("TAB")) {
            return "indent with spaces, not with tabs";
        }
        if (problem.contains("mapping values are not allowed")) {
            return "put a text that has \": \" in it in quotes, and check the indentation of this line";
        }
        return "check quotes, brackets and indentation at this place";
    }
}
