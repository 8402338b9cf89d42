package hms.server.register.prose;

import java.util.List;
import java.util.regex.Pattern;
import org.owasp.html.HtmlPolicyBuilder;
import org.owasp.html.PolicyFactory;

/// The way into this package: a rule's Markdown as safe HTML, by sections.
public final class Prose {

    /// The second wall: whatever the writer might let through, only these elements reach a reader.
    private static final PolicyFactory POLICY =
            new HtmlPolicyBuilder()
                    .allowElements(
                            "p",
                            "span",
                            "em",
                            "strong",
                            "code",
                            "pre",
                            "sub",
                            "sup",
                            "br",
                            "hr",
                            "h3",
                            "ul",
                            "ol",
                            "li",
                            "blockquote",
                            "a",
                            "ins",
                            "del",
                            "table",
                            "thead",
                            "tbody",
                            "tr",
                            "th",
                            "td")
                    .allowWithoutAttributes("span", "a")
                    .allowAttributes("class")
                    .matching(Pattern.compile("item|mark|said"))
                    .onElements("p", "span")
                    .allowAttributes("start")
                    .matching(Pattern.compile("[0-9]{1,9}"))
                    .onElements("ol")
                    .allowAttributes("scope")
                    .matching(true, "col")
                    .onElements("th")
                    .allowUrlProtocols("http", "https", "mailto")
                    .allowAttributes("href")
                    .onElements("a")
                    .requireRelsOnLinks("noopener", "noreferrer", "nofollow")
                    .toFactory();

    private Prose() {}

    /// The text as it reads.
    public static List<Section> clean(String markdown) {
        return sanitized(ProseWriter.write(Marking.unmarked(MarkdownReader.read(markdown))));
    }

    /// The text with what changed since an earlier one: struck words in `<del>`, new ones in
    /// `<ins>`.
    public static List<Section> marked(String before, String markdown) {
        return sanitized(
                ProseWriter.write(
                        Marking.mark(MarkdownReader.read(before), MarkdownReader.read(markdown))));
    }

    private static List<Section> sanitized(List<Section> sections) {
        return sections.stream()
                .map(
                        section ->
                                new Section(
                                        POLICY.sanitize(section.number()),
                                        POLICY.sanitize(section.name()),
                                        POLICY.sanitize(section.body())))
                .toList();
    }
}
