package hms.server.register;

import static org.assertj.core.api.Assertions.assertThat;

import hms.server.assets.Assets;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/// Script in any text field is text.
class HostileTextTest {

    private static final LocalDate TODAY = LocalDate.of(2024, 9, 3);
    private static final Instant AT = Instant.parse("2024-08-29T12:00:00Z");

    /// Elements and attributes that pages have; anything else came out of a text.
    private static final Pattern TAG =
            Pattern.compile("<([a-zA-Z!/][^\\s>]*)((?:[^>\"]|\"[^\"]*\")*)>");
    private static final Set<String> ELEMENTS =
            Set.of(
                    "!DOCTYPE",
                    "html",
                    "head",
                    "meta",
                    "title",
                    "link",
                    "body",
                    "a",
                    "div",
                    "header",
                    "svg",
                    "path",
                    "circle",
                    "nav",
                    "ul",
                    "li",
                    "span",
                    "main",
                    "h1",
                    "h2",
                    "h3",
                    "p",
                    "form",
                    "label",
                    "input",
                    "button",
                    "section",
                    "article",
                    "fieldset",
                    "legend",
                    "aside",
                    "footer",
                    "table",
                    "thead",
                    "tbody",
                    "tr",
                    "th",
                    "td",
                    "dl",
                    "dt",
                    "dd",
                    "del",
                    "ins",
                    "strong",
                    "pre",
                    "code",
                    "br",
                    "em",
                    "br/",
                    "hr",
                    "blockquote",
                    "ol",
                    "sub",
                    "sup");

    private final RegisterPages pages = new RegisterPages(site(), Assets.load());

    private static RegisterSite site() {
        return new RegisterSite(
                () -> URI.create("https://register.example"), SampleRegister.EASTERN);
    }

    private static RegisterDocument everywhere(String hostile) {
        var policy =
                new Listing.Policy(hostile, hostile, hostile, hostile, hostile, List.of(hostile));
        return new RegisterDocument(
                new Listing(
                        new DocumentRef(1, 1),
                        Kind.RULE,
                        policy,
                        new Listing.Times(AT, AT, null, SampleRegister.EASTERN),
                        Status.InForce.since(AT),
                        List.of(),
                        "sha256:" + "0".repeat(64)),
                new RegisterDocument.Text("## " + hostile + "\n\n" + hostile, "Before. " + hostile),
                List.of(
                        new RegisterDocument.Value(
                                hostile,
                                hostile,
                                hostile + "x",
                                hostile,
                                List.of(new RegisterDocument.Step(TODAY, hostile)))),
                List.of(new RegisterDocument.Rule(hostile, hostile, "x" + hostile)),
                List.of(
                        new RegisterDocument.Signature(
                                hostile,
                                hostile,
                                AT,
                                new RegisterDocument.Signed(hostile, hostile, hostile))),
                new RegisterDocument.Proof(1, 2, hostile));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<script>alert(1)</script>",
                "\"><script>alert(1)</script>",
                "'><img src=x onerror=alert(1)>",
                "\" onmouseover=\"alert(1)",
                "' onfocus='alert(1)' autofocus='",
                "</title><script>alert(1)</script>",
                "</textarea><svg onload=alert(1)>",
                "--><script>alert(1)</script>",
                "javascript:alert(1)",
                "[a](javascript:alert(1))",
                "<a href=\"javascript:alert(1)\">a</a>",
                "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
                "<math><mi//xlink:href=\"data:x,<script>alert(1)</script>\">",
                "<style>*{display:none}</style>",
                "<base href=//evil.example>",
                "<meta http-equiv=refresh content=0;url=//evil.example>",
                "<form action=//evil.example><button>",
                "<object data=//evil.example>",
                "${7*7} #{7*7} {{7*7}} <%= 7*7 %>",
                "$unsafe{x} @if(true)",
                "<scr\u0000ipt>alert(1)</script>",
                "\u202e<script>alert(1)</script>",
                "＜script＞alert(1)＜/script＞",
                "&lt;script&gt;alert(1)&lt;/script&gt;",
                "]]><script>alert(1)</script>",
                "\r\nSet-Cookie: a=b\r\n\r\n<script>alert(1)</script>",
            })
    void script_in_any_text_field_is_inert(String hostile) throws Exception {
        var document = everywhere(hostile);
        var page =
                new RegisterPage(
                        List.of(document.listing()),
                        1,
                        null,
                        new RegisterPage.Counts(
                                1,
                                1,
                                1,
                                Map.of(StatusGroup.IN_FORCE, 1L),
                                Map.of(Kind.RULE, 1L),
                                Map.of(hostile, 1L)));
        var query = new RegisterQuery(hostile, Set.of(), Set.of(), Set.of(hostile), null, 1);
        for (var html :
                List.of(
                        pages.list(query, page, TODAY),
                        pages.document(document, Reading.USUAL, TODAY),
                        pages.document(document, new Reading(false, null), TODAY),
                        pages.agencies(page.counts(), TODAY),
                        pages.check(Optional.of(document), TODAY),
                        pages.trouble(Trouble.badRequest(hostile), TODAY))) {
            assertInert(html);
        }
        var json = new RegisterJson(site());
        var mapper = JsonMapper.builder().build();
        assertThat(mapper.readTree(json.document(document)).get("title").asString())
                .isEqualTo(hostile);
        assertThat(mapper.readTree(json.list(query, page)).get("count").asInt()).isEqualTo(1);
        var feed =
                DocumentBuilderFactory.newDefaultInstance()
                        .newDocumentBuilder()
                        .parse(new ByteArrayInputStream(new RegisterFeed(site()).feed(page, AT)));
        assertThat(feed.getElementsByTagName("entry").getLength()).isEqualTo(1);
        assertThat(feed.getElementsByTagName("script").getLength()).isZero();
    }

    private static void assertInert(String html) {
        // The sanitizer parts braces by empty comments.
        var tags = TAG.matcher(html.replace("<!-- -->", ""));
        while (tags.find()) {
            var name = tags.group(1).startsWith("/") ? tags.group(1).substring(1) : tags.group(1);
            assertThat(ELEMENTS).as("in %s", tags.group()).contains(name);
            var attributes = tags.group(2).replaceAll("\"[^\"]*\"", "\"\"");
            assertThat(attributes)
                    .as("in %s", tags.group())
                    .doesNotContainPattern(
                            "(?i)\\bon[a-z]+\\s*=|srcdoc|autofocus|http-equiv|style=");
            assertThat(tags.group(2))
                    .as("in %s", tags.group())
                    .doesNotContainPattern("(?i)(href|src|action)=\"\\s*(javascript|data|//)");
        }
    }
}
