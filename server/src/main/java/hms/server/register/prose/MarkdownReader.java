package hms.server.register.prose;

import hms.server.register.prose.Leaf.Container;
import hms.server.register.prose.Leaf.Shape;
import hms.server.register.prose.Word.Style;
import hms.server.register.prose.Word.Tag;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.ext.gfm.tables.TableCell;
import org.commonmark.ext.gfm.tables.TableHead;
import org.commonmark.ext.gfm.tables.TableRow;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.BlockQuote;
import org.commonmark.node.BulletList;
import org.commonmark.node.Code;
import org.commonmark.node.Emphasis;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.Link;
import org.commonmark.node.ListBlock;
import org.commonmark.node.ListItem;
import org.commonmark.node.Node;
import org.commonmark.node.OrderedList;
import org.commonmark.node.Paragraph;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.StrongEmphasis;
import org.commonmark.node.Text;
import org.commonmark.node.ThematicBreak;
import org.commonmark.parser.Parser;

/// Reads Markdown (CommonMark with tables) into leaves. HTML in it is text, but for `<sub>` and
/// `<sup>`; images are their descriptions.
final class MarkdownReader {

    /// Lists and quotations deeper than this are text.
    private static final int MAX_DEPTH = 24;

    private static final Parser PARSER =
            Parser.builder()
                    .extensions(List.of(TablesExtension.create()))
                    .maxOpenBlockParsers(MAX_DEPTH)
                    .build();

    private static final Pattern MARKER =
            Pattern.compile("[a-zA-Z]|[0-9]{1,3}|[ivxl]{1,6}|[a-z]{2}");
    private static final Pattern SAFE_LINK =
            Pattern.compile(
                    "(?:https?://|mailto:|/(?!/)|#).*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private final List<Leaf> leaves = new ArrayList<>();
    private final List<Container> around = new ArrayList<>();
    private int opens = NOTHING;

    private static final int NOTHING = Integer.MAX_VALUE;

    private MarkdownReader() {}

    static List<Leaf> read(String markdown) {
        var reader = new MarkdownReader();
        Node text;
        try {
            text = PARSER.parse(markdown);
        } catch (StackOverflowError nestedTooDeep) {
            // The parser joins texts recursively, and emphasis nests without bound: such a text is
            // shown as written.
            reader.add(Shape.CODE, Word.cut(markdown.strip(), Style.PLAIN, true));
            return List.copyOf(reader.leaves);
        }
        reader.blocks(text);
        return List.copyOf(reader.leaves);
    }

    private void blocks(Node parent) {
        for (var node = parent.getFirstChild(); node != null; node = node.getNext()) {
            block(node);
        }
    }

    private void block(Node node) {
        switch (node) {
            case Heading heading ->
                    add(
                            heading.getLevel() <= 3 && around.isEmpty()
                                    ? Shape.HEADING
                                    : Shape.SUBHEADING,
                            words(heading));
            case Paragraph paragraph -> paragraphs(words(paragraph));
            case FencedCodeBlock code ->
                    add(Shape.CODE, Word.cut(code.getLiteral().stripTrailing(), Style.PLAIN, true));
            case IndentedCodeBlock code ->
                    add(Shape.CODE, Word.cut(code.getLiteral().stripTrailing(), Style.PLAIN, true));
            case HtmlBlock html ->
                    add(Shape.PARAGRAPH, Word.cut(html.getLiteral().strip(), Style.PLAIN, false));
            case ThematicBreak _ -> add(Shape.BREAK, List.of());
            case BlockQuote quote -> inside(new Container(Container.Type.QUOTE, 1), quote);
            case BulletList list -> items(new Container(Container.Type.BULLETS, 1), list);
            case OrderedList list ->
                    items(new Container(Container.Type.NUMBERS, startOf(list)), list);
            case TableBlock table -> rows(table);
            default -> blocks(node);
        }
    }

    private static int startOf(OrderedList list) {
        var start = list.getMarkerStartNumber();
        return start == null ? 1 : start;
    }

    private void items(Container container, ListBlock list) {
        for (var item = list.getFirstChild(); item != null; item = item.getNext()) {
            if (item instanceof ListItem) {
                opens = Math.min(opens, around.size());
                if (item.getFirstChild() == null) {
                    around.add(container);
                    add(Shape.PARAGRAPH, List.of());
                    around.removeLast();
                } else {
                    inside(container, item);
                }
            }
        }
    }

    private void inside(Container container, Node node) {
        around.add(container);
        blocks(node);
        around.removeLast();
    }

    private void rows(TableBlock table) {
        for (var part = table.getFirstChild(); part != null; part = part.getNext()) {
            for (var row = part.getFirstChild(); row != null; row = row.getNext()) {
                if (row instanceof TableRow) {
                    var cells = new ArrayList<List<Word>>();
                    for (var cell = row.getFirstChild(); cell != null; cell = cell.getNext()) {
                        if (cell instanceof TableCell) {
                            cells.add(words(cell));
                        }
                    }
                    add(part instanceof TableHead ? Shape.TABLE_HEAD : Shape.TABLE_ROW, "", cells);
                }
            }
        }
    }

    /// A paragraph in which lines begin with legal marks is as many paragraphs.
    private void paragraphs(List<Word> words) {
        int from = 0;
        for (int i = 0; i < words.size(); i++) {
            if (words.get(i).text().equals(SOFT_BREAK) && markerLength(words, i + 1) > 0) {
                paragraph(words.subList(from, i));
                from = i + 1;
            }
        }
        paragraph(words.subList(from, words.size()));
    }

    private void paragraph(List<Word> words) {
        int marker = markerLength(words, 0);
        var mark = marker == 0 ? "" : "(" + words.get(1).text() + ")";
        add(Shape.PARAGRAPH, mark, List.of(softened(words.subList(marker, words.size()))));
    }

    /// The number of words that make up a mark such as `(a) ` at `at`; 0 if there is none.
    private static int markerLength(List<Word> words, int at) {
        boolean marked =
                words.size() > at + 4
                        && words.get(at).text().equals("(")
                        && MARKER.matcher(words.get(at + 1).text()).matches()
                        && words.get(at + 2).text().equals(")")
                        && words.get(at + 3).isSpace();
        return marked ? 4 : 0;
    }

    private void add(Shape shape, List<Word> words) {
        add(shape, "", List.of(shape == Shape.CODE ? words : softened(words)));
    }

    private void add(Shape shape, String marker, List<List<Word>> cells) {
        leaves.add(new Leaf(shape, around, Math.min(opens, around.size()), marker, cells));
        opens = NOTHING;
    }

    // --- inline ---

    /// A line end in the source, which reads as a space.
    private static final String SOFT_BREAK = "\u2028";

    private static List<Word> softened(List<Word> words) {
        return words.stream()
                .map(word -> word.text().equals(SOFT_BREAK) ? new Word(" ", word.style()) : word)
                .toList();
    }

    /// Walks without recursion, because emphasis nests as deep as a text is long.
    private static List<Word> words(Node parent) {
        var words = new ArrayList<Word>();
        var style = Style.PLAIN;
        var outer = new ArrayList<Style>();
        var raised = "";
        var node = parent.getFirstChild();
        while (node != null) {
            var own = raised.isEmpty() ? style : style.with(Tag.of(raised));
            switch (node) {
                case Text text -> words.addAll(Word.cut(text.getLiteral(), own, false));
                case Code code ->
                        words.addAll(Word.cut(code.getLiteral(), own.with(Tag.of("code")), false));
                case SoftLineBreak _ -> words.add(new Word(SOFT_BREAK, own));
                case HardLineBreak _ -> words.add(new Word(Word.BREAK, own));
                case HtmlInline html -> {
                    var tag = html.getLiteral().toLowerCase(Locale.ROOT);
                    switch (tag) {
                        case "<sub>", "<sup>" -> raised = tag.substring(1, 4);
                        case "</sub>", "</sup>" -> raised = "";
                        default -> words.addAll(Word.cut(html.getLiteral(), own, false));
                    }
                }
                default -> {}
            }
            if (node.getFirstChild() != null) {
                outer.add(style);
                style = inner(node, style);
                node = node.getFirstChild();
                continue;
            }
            while (node.getNext() == null && !outer.isEmpty()) {
                node = node.getParent();
                style = outer.removeLast();
            }
            node = node.getNext();
        }
        return words;
    }

    private static Style inner(Node node, Style style) {
        return switch (node) {
            case Emphasis _ -> style.with(Tag.of("em"));
            case StrongEmphasis _ -> style.with(Tag.of("strong"));
            case Link link when SAFE_LINK.matcher(link.getDestination()).matches() ->
                    style.without("a").with(new Tag("a", link.getDestination()));
            default -> style;
        };
    }
}
