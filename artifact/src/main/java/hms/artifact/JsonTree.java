package hms.artifact;

import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;

/// Reads JSON (RFC 8259). `NaN` and the infinities are let through as what they are, so that the
/// message about them is about numbers and not about letters.
final class JsonTree {
    /// [TreeBuilder] and [Scalars] hold the real limits and say where; these only have to be wider.
    private static final JsonFactory JSON =
            JsonFactory.builder()
                    .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(TreeBuilder.MAX_DEPTH + 2)
                                    .maxNumberLength(SourceText.MAX_BYTES)
                                    .maxStringLength(SourceText.MAX_BYTES)
                                    .maxNameLength(SourceText.MAX_BYTES)
                                    .build())
                    .build();

    private static final Pattern ABOUT_ITSELF =
            Pattern.compile(
                    " \\(or 'NaN'[^)]*\\)|: enable `.*| require enabling `.*| \\(not recognized as one .*| \\(start marker .*");

    private final SourceText source;
    private final Findings findings;
    private final TreeBuilder tree;
    private String lastKey = "";

    private JsonTree(SourceText source, Findings findings) {
        this.source = source;
        this.findings = findings;
        this.tree = new TreeBuilder(findings);
    }

    static Optional<Node> read(SourceText source, Findings findings) {
        return new JsonTree(source, findings).read();
    }

    private Optional<Node> read() {
        try (var parser = JSON.createParser(ObjectReadContext.empty(), source.text())) {
            return read(parser);
        }
    }

    private Optional<Node> read(JsonParser parser) {
        try {
            JsonToken token;
            while (!tree.stopped() && (token = parser.nextToken()) != null) {
                if (tree.root().isPresent()) {
                    findings.error(
                            "trailing-content",
                            at(parser.currentTokenLocation(), Path.ROOT),
                            "there is more after the end of the document",
                            "delete what follows it");
                    return Optional.empty();
                }
                accept(token, parser);
            }
        } catch (JacksonException e) {
            findings.error(
                    "json-syntax",
                    at(e.getLocation(), pathOfFault(parser)),
                    "this is not JSON: " + firstSentence(e.getOriginalMessage()),
                    "mend it, or let a formatter do so");
            return Optional.empty();
        }
        return tree.root();
    }

    /// The parser reads the value along with its key, so that the key of a value that cannot be
    /// read is known to the parser only.
    private Path pathOfFault(JsonParser parser) {
        var key = parser.streamReadContext().currentName();
        return tree.expectsKey() && key != null && !key.equals(lastKey)
                ? tree.path().key(key)
                : tree.path();
    }

    private void accept(JsonToken token, JsonParser parser) {
        var at = at(parser.currentTokenLocation(), tree.path());
        switch (token) {
            case START_OBJECT -> tree.open(true, at.line(), at.column());
            case START_ARRAY -> tree.open(false, at.line(), at.column());
            case END_OBJECT, END_ARRAY -> tree.close();
            case PROPERTY_NAME -> {
                lastKey = parser.currentName();
                tree.key(lastKey, at.line(), at.column());
            }
            case VALUE_STRING ->
                    tree.scalar(parser.getString(), Node.Style.QUOTED, at.line(), at.column());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT, VALUE_TRUE, VALUE_FALSE, VALUE_NULL ->
                    tree.scalar(parser.getString(), Node.Style.PLAIN, at.line(), at.column());
            case VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
                    throw new IllegalStateException("a text parser reported " + token);
        }
    }

    private At at(TokenStreamLocation location, Path path) {
        var offset = location.getCharOffset();
        return offset < 0
                ? At.FILE
                : source.at((int) Math.min(offset, source.text().length()), path);
    }

    /// The parser's words, without those about its own settings and sources.
    private static String firstSentence(String message) {
        var line = message.lines().findFirst().orElse("it cannot be read");
        return Excerpts.plain(ABOUT_ITSELF.matcher(line).replaceAll(""));
    }
}
