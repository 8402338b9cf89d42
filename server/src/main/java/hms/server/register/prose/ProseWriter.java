package hms.server.register.prose;

import hms.server.register.prose.Leaf.Container;
import hms.server.register.prose.Leaf.Shape;
import hms.server.register.prose.Marked.Change;
import hms.server.register.prose.Marked.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Writes marked leaves as HTML, by sections. Every character of the text is escaped here.
final class ProseWriter {

    private static final Pattern NUMBERED =
            Pattern.compile(
                    "(§+\\s?[0-9A-Za-z.\\-]+|[0-9]+(?:\\.[0-9]+)*\\.?|(?:Section|Article|Part)\\s[0-9A-Z]+\\.?)\\s+(?=\\S)");

    private final List<Section> sections = new ArrayList<>();
    private final List<Container> open = new ArrayList<>();
    private String number = "";
    private String name = "";
    private StringBuilder body = new StringBuilder();
    private boolean inTable;
    private boolean inTableBody;

    private ProseWriter() {}

    static List<Section> write(List<Marked> text) {
        var writer = new ProseWriter();
        text.forEach(writer::leaf);
        writer.endSection();
        return List.copyOf(writer.sections);
    }

    private void leaf(Marked marked) {
        var leaf = marked.leaf();
        if (leaf.shape() == Shape.HEADING) {
            endSection();
            heading(marked);
            return;
        }
        boolean row = leaf.shape() == Shape.TABLE_HEAD || leaf.shape() == Shape.TABLE_ROW;
        if (inTable && (!row || (leaf.shape() == Shape.TABLE_HEAD && inTableBody))) {
            endTable();
        }
        containers(leaf);
        switch (leaf.shape()) {
            case HEADING -> throw new IllegalStateException("A heading begins a section");
            case SUBHEADING -> element("h3", marked);
            case CODE -> code(marked);
            case TABLE_HEAD, TABLE_ROW -> row(marked);
            case BREAK -> body.append("<hr>");
            case PARAGRAPH -> paragraph(marked);
        }
    }

    // --- sections ---

    private void heading(Marked marked) {
        var spans = marked.cells().getFirst();
        var match = NUMBERED.matcher(marked.leaf().said());
        int numbered = match.lookingAt() ? match.end() : 0;
        var numberSpans = new ArrayList<Span>();
        var nameSpans = new ArrayList<Span>();
        for (var span : spans) {
            for (var word : span.words()) {
                var piece = new Span(span.change(), List.of(word));
                if (span.change() == Change.STRUCK && marked.marker() != Change.STRUCK) {
                    nameSpans.add(piece);
                } else if (numbered > 0) {
                    numberSpans.add(piece);
                    numbered -= word.text().length();
                } else {
                    nameSpans.add(piece);
                }
            }
        }
        number = inline(merged(numberSpans)).strip();
        name = inline(merged(nameSpans)).strip();
    }

    private static List<Span> merged(List<Span> pieces) {
        var merged = new ArrayList<Span>();
        for (var piece : pieces) {
            if (!merged.isEmpty() && merged.getLast().change() == piece.change()) {
                var words = new ArrayList<>(merged.removeLast().words());
                words.addAll(piece.words());
                merged.add(new Span(piece.change(), words));
            } else {
                merged.add(piece);
            }
        }
        return merged;
    }

    private void endSection() {
        if (inTable) {
            endTable();
        }
        closeTo(0);
        if (!body.isEmpty() || !name.isEmpty() || !number.isEmpty()) {
            sections.add(new Section(number, name, body.toString()));
        }
        number = "";
        name = "";
        body = new StringBuilder();
    }

    // --- lists and quotations ---

    private void containers(Leaf leaf) {
        var around = leaf.around();
        int common = 0;
        while (common < Math.min(open.size(), around.size())
                && open.get(common).type() == around.get(common).type()) {
            common++;
        }
        int keep = leaf.opens() < common ? leaf.opens() + 1 : common;
        if (inTable && keep < open.size()) {
            endTable();
        }
        closeTo(keep);
        if (leaf.opens() < keep && open.get(leaf.opens()).isList()) {
            body.append("</li><li>");
        }
        for (int i = keep; i < around.size(); i++) {
            var container = around.get(i);
            body.append(
                    switch (container.type()) {
                        case BULLETS -> "<ul><li>";
                        case NUMBERS ->
                                container.start() == 1
                                        ? "<ol><li>"
                                        : "<ol start=\"" + container.start() + "\"><li>";
                        case QUOTE -> "<blockquote>";
                    });
            open.add(container);
        }
    }

    private void closeTo(int depth) {
        while (open.size() > depth) {
            body.append(
                    switch (open.removeLast().type()) {
                        case BULLETS -> "</li></ul>";
                        case NUMBERS -> "</li></ol>";
                        case QUOTE -> "</blockquote>";
                    });
        }
    }

    // --- blocks ---

    private void paragraph(Marked marked) {
        var marker = marked.leaf().marker();
        if (marker.isEmpty()) {
            element("p", marked);
            return;
        }
        body.append("<p class=\"item\"><span class=\"mark\">");
        body.append(changed(marked.marker(), escape(marker)));
        body.append("</span> <span class=\"said\">");
        body.append(inline(marked.cells().getFirst()));
        body.append("</span></p>");
    }

    private void element(String tag, Marked marked) {
        var inner = inline(marked.cells().getFirst());
        if (!inner.isBlank()) {
            body.append('<')
                    .append(tag)
                    .append('>')
                    .append(inner)
                    .append("</")
                    .append(tag)
                    .append('>');
        }
    }

    private void code(Marked marked) {
        body.append("<pre><code>")
                .append(inline(marked.cells().getFirst()))
                .append("</code></pre>");
    }

    private void row(Marked marked) {
        boolean head = marked.leaf().shape() == Shape.TABLE_HEAD;
        if (!inTable) {
            body.append(head ? "<table><thead>" : "<table><tbody>");
            inTable = true;
            inTableBody = !head;
        } else if (!head && !inTableBody) {
            body.append("</thead><tbody>");
            inTableBody = true;
        }
        body.append("<tr>");
        for (var cell : marked.cells()) {
            body.append(head ? "<th scope=\"col\">" : "<td>")
                    .append(inline(cell))
                    .append(head ? "</th>" : "</td>");
        }
        body.append("</tr>");
    }

    private void endTable() {
        body.append(inTableBody ? "</tbody></table>" : "</thead></table>");
        inTable = false;
        inTableBody = false;
    }

    // --- words ---

    /// Spaces at the ends of a change stand outside of its mark, and a word that takes another's
    /// place stands apart from it.
    private static String inline(List<Span> spans) {
        var html = new StringBuilder();
        var previous = "";
        Change before = Change.NONE;
        for (var span : spans) {
            if (span.words().isEmpty()) {
                continue;
            }
            if (span.change() == Change.NONE) {
                html.append(styled(span.words()));
            } else {
                var words = span.words();
                int from = 0;
                int to = words.size();
                while (from < to && words.get(from).isSpace()) {
                    from++;
                }
                while (to > from && words.get(to - 1).isSpace()) {
                    to--;
                }
                boolean apart =
                        from > 0
                                || (before == Change.STRUCK
                                        && from < to
                                        && words.get(from).says()
                                        && endsAsWord(previous));
                if (apart
                        && !html.isEmpty()
                        && !Character.isWhitespace(html.charAt(html.length() - 1))) {
                    html.append(' ');
                }
                if (from < to) {
                    html.append(changed(span.change(), styled(words.subList(from, to))));
                }
                if (to < words.size() && from < to) {
                    html.append(' ');
                }
            }
            before = span.change();
            previous = span.words().getLast().text();
        }
        return html.toString();
    }

    private static boolean endsAsWord(String text) {
        return Character.isLetterOrDigit(text.codePointBefore(text.length()));
    }

    private static String changed(Change change, String html) {
        return switch (change) {
            case NONE -> html;
            case STRUCK -> "<del>" + html + "</del>";
            case NEW -> "<ins>" + html + "</ins>";
        };
    }

    private static String styled(List<Word> words) {
        var html = new StringBuilder();
        var open = new ArrayList<Word.Tag>();
        for (var word : words) {
            var tags = word.style().tags();
            int common = 0;
            while (common < Math.min(open.size(), tags.size())
                    && open.get(common).equals(tags.get(common))) {
                common++;
            }
            close(html, open, common);
            for (int i = common; i < tags.size(); i++) {
                var tag = tags.get(i);
                html.append('<').append(tag.name());
                if (!tag.href().isEmpty()) {
                    html.append(" href=\"").append(escape(tag.href())).append('"');
                }
                html.append('>');
                open.add(tag);
            }
            html.append(word.text().equals(Word.BREAK) ? "<br>" : escape(word.text()));
        }
        close(html, open, 0);
        return html.toString();
    }

    private static void close(StringBuilder html, List<Word.Tag> open, int depth) {
        while (open.size() > depth) {
            html.append("</").append(open.removeLast().name()).append('>');
        }
    }

    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
