package hms.server.register;

import gg.jte.TemplateOutput;
import gg.jte.html.HtmlInterceptor;
import gg.jte.html.OwaspHtmlTemplateOutput;
import gg.jte.output.StringOutput;
import hms.server.assets.Assets;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// The register's pages as HTML. No I/O and no clock: `today` is the day on which the page is read,
/// in the legal zone.
final class RegisterPages {

    private static final int PAGE_CHARACTERS = 1 << 15;

    private static final HtmlInterceptor NO_INTERCEPTOR =
            new HtmlInterceptor() {
                @Override
                public void onHtmlTagOpened(
                        String name, Map<String, Object> attributes, TemplateOutput output) {}

                @Override
                public void onHtmlTagClosed(String name, TemplateOutput output) {}
            };

    private final RegisterSite site;
    private final Assets assets;

    RegisterPages(RegisterSite site, Assets assets) {
        this.site = site;
        this.assets = assets;
    }

    String list(RegisterQuery query, RegisterPage page, LocalDate today) {
        var head =
                head(
                        "The Register: rules that bind, and when",
                        "/register",
                        volumeLine(page.counts()),
                        today,
                        ListView.path("/register.json", query),
                        "");
        return html(
                output ->
                        JtelistGenerated.render(
                                output, NO_INTERCEPTOR, head, new ListView(query, page)));
    }

    String document(RegisterDocument document, Reading reading, LocalDate today) {
        var listing = document.listing();
        var ref = listing.ref();
        var head =
                head(
                        listing.policy().title() + ", " + ref.citation(),
                        "/register",
                        "Volume " + ref.volume() + ", number " + ref.number(),
                        today,
                        ref.path() + ".json",
                        ref.path() + ".print.css");
        var view = new DocumentView(document, reading, today, site.url(ref.path()));
        return html(output -> JtedocumentGenerated.render(output, NO_INTERCEPTOR, head, view));
    }

    String agencies(RegisterPage.Counts counts, LocalDate today) {
        var agencies =
                counts.byAgency().entrySet().stream()
                        .filter(agency -> !agency.getKey().isEmpty())
                        .map(
                                agency ->
                                        new Filter(
                                                pathOf(agency.getKey()),
                                                agency.getKey(),
                                                agency.getValue(),
                                                false))
                        .sorted(Comparator.comparing(Filter::label))
                        .toList();
        var head =
                head(
                        "By agency, The Register",
                        "/register/agencies",
                        volumeLine(counts),
                        today,
                        "",
                        "");
        return html(output -> JteagenciesGenerated.render(output, NO_INTERCEPTOR, head, agencies));
    }

    private static String pathOf(String agency) {
        return ListView.path(new RegisterQuery("", Set.of(), Set.of(), Set.of(agency), null, 1));
    }

    String dates(RegisterPage.Counts counts, LocalDate today) {
        var head =
                head(
                        "On a date, The Register",
                        "/register/dates",
                        volumeLine(counts),
                        today,
                        "",
                        "");
        return html(
                output -> JtedatesGenerated.render(output, NO_INTERCEPTOR, head, today.toString()));
    }

    /// How to check a document; without one, any document.
    String check(Optional<RegisterDocument> document, LocalDate today) {
        var line = document.map(shown -> shown.listing().ref().citation()).orElse("Any document");
        var head = head("How to check, The Register", "/register/check", line, today, "", "");
        return html(
                output ->
                        JtecheckGenerated.render(
                                output, NO_INTERCEPTOR, head, CheckView.of(document, site)));
    }

    String trouble(Trouble trouble, LocalDate today) {
        var head = head(trouble.title() + ", The Register", "", "", today, "", "");
        return html(output -> JtetroubleGenerated.render(output, NO_INTERCEPTOR, head, trouble));
    }

    /// The running heads of a document's printed pages. They differ from document to document, so
    /// they are a stylesheet of their own: pages have no style within.
    static String printSheet(Listing listing) {
        return """
        @page {
          @top-left { content: "%s"; font: 13px/18px "Source Serif 4", serif; }
          @top-right { content: "%s"; font: 13px/18px "Source Serif 4", serif; }
          @bottom-right { content: counter(page) " of " counter(pages); font: 13px/18px "Source Serif 4", serif; }
        }
        """
                .formatted(cssText(listing.ref().citation()), cssText(listing.policy().agency()));
    }

    /// Text within the quotes of a style sheet: whatever is not a letter, digit or plain space is a
    /// code point.
    private static String cssText(String text) {
        var escaped = new StringBuilder();
        text.codePoints()
                .forEach(
                        c -> {
                            if (c == ' ' || (c < 128 && Character.isLetterOrDigit(c))) {
                                escaped.appendCodePoint(c);
                            } else if (!Character.isISOControl(c)) {
                                escaped.append('\\').append(Integer.toHexString(c)).append(' ');
                            }
                        });
        return escaped.toString();
    }

    private PageHead head(
            String title,
            String section,
            String volumeLine,
            LocalDate today,
            String json,
            String printSheet) {
        return new PageHead(
                title, section, volumeLine, Wording.weekday(today), json, printSheet, assets);
    }

    private static String volumeLine(RegisterPage.Counts counts) {
        return switch (counts.lastNumber()) {
            case 0 -> "Nothing published yet";
            case 1 -> "Volume " + counts.volume() + ", number 1";
            default ->
                    "Volume "
                            + counts.volume()
                            + ", numbers 1 to "
                            + Wording.number(counts.lastNumber());
        };
    }

    private static String html(Consumer<OwaspHtmlTemplateOutput> template) {
        var text = new StringOutput(PAGE_CHARACTERS);
        template.accept(new OwaspHtmlTemplateOutput(text));
        return text.toString();
    }
}
