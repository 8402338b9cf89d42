package hms.server.register;

import static org.assertj.core.api.Assertions.assertThat;

import hms.server.assets.Assets;
import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegisterPagesTest {

    private static final LocalDate TODAY = LocalDate.of(2024, 9, 3);
    private static final RegisterSite SITE =
            new RegisterSite(() -> URI.create("https://register.example/"), SampleRegister.EASTERN);

    private final SampleRegister source = new SampleRegister();
    private final RegisterPages pages = new RegisterPages(SITE, Assets.load());

    private RegisterDocument document(int number) {
        return source.document(SampleRegister.ref(number), TODAY).orElseThrow();
    }

    private String page(int number) {
        return pages.document(document(number), Reading.USUAL, TODAY);
    }

    private String list(RegisterQuery query) {
        return pages.list(query, source.list(query), TODAY);
    }

    /// What a reader reads: no tags, no runs of space.
    private static String text(String html) {
        return html.replaceAll("(?s)<(head|svg).*?</\\1>", " ")
                .replaceAll("<[^>]*>", " ")
                .replace("&#34;", "\"")
                .replaceAll("\\s+", " ");
    }

    @Test
    void a_document_says_what_it_is_whether_it_binds_and_what_it_changes() {
        assertThat(text(page(42)))
                .contains(
                        "Environmental Protection Agency 24-hour limit for fine particulate matter 1 HMS Reg. 42"
                                + " Rule, amends 1 HMS Reg. 17 Published Thursday, 29 August 2024")
                .contains(
                        "In force since 1 September 2024, 00:00 Eastern time ends before 1 January 2030")
                .contains("§ 2 Limit The 24-hour PM 2.5 limit is 35 25 µg/m³.")
                .contains("Name From 1 Sep 2024 Before Unit limit 25 35 µg/m³")
                .contains("advisory reading > limit * 4 / 5".replace(">", "&gt;"))
                .contains("Rosa Alvarez, EPA Chief, 28 August 2024")
                .contains("Entry 48,171 of 48,912, 2 signatures. sha256:9f2c41…e41a")
                .contains("1 HMS Reg. 17 amended by this")
                .contains(
                        "Environmental Protection Agency, 24-hour limit for fine particulate matter, 1 HMS Reg. 42 (2024)");
    }

    @Test
    void changes_are_marked_unless_the_reader_wants_the_clean_text() {
        assertThat(page(42)).contains("<del>35</del> <ins>25</ins>").contains("?text=clean");
        var clean = pages.document(document(42), new Reading(false, null), TODAY);
        assertThat(clean).contains("</sub> limit is 25 µg/m³").doesNotContain("<ins>");
    }

    @Test
    void a_document_without_an_earlier_text_has_no_marks_to_switch() {
        assertThat(text(page(37))).doesNotContain("clean text").doesNotContain("Changes");
    }

    @Test
    void dated_values_show_their_steps_and_ended_ones_say_so() {
        assertThat(text(page(38)))
                .contains("rate 4.43 4.25 US dollars from 1 July 2025 4.51 from 1 July 2026 ended")
                .contains("snack none 1.10");
    }

    @Test
    void what_was_withdrawn_and_what_withdraws_it_lead_to_each_other() {
        assertThat(page(40)).contains("by <a href=\"/register/1/41\">1 HMS Reg. 41</a>");
        assertThat(page(41)).contains("<a href=\"/register/1/40\">1 HMS Reg. 40</a>");
        assertThat(text(list(RegisterQuery.ALL)))
                .contains("withdraws 1 HMS Reg. 40")
                .contains("Withdrawn by 1 HMS Reg. 41");
    }

    @Test
    void the_list_goes_by_day_newest_first() {
        var text = text(list(RegisterQuery.ALL));
        assertThat(text).contains("8 documents, newest first");
        assertThat(text.indexOf("Thursday, 29 August 2024 3 documents"))
                .isPositive()
                .isLessThan(text.indexOf("Wednesday, 28 August 2024 2 documents"));
    }

    @Test
    void chosen_filters_stay_chosen_and_can_be_dropped() {
        var html =
                list(
                        new RegisterQuery(
                                "limit",
                                Set.of(StatusGroup.SUPERSEDED),
                                Set.of(),
                                Set.of(),
                                null,
                                1));
        assertThat(html).contains("value=\"superseded\" checked").contains("value=\"limit\"");
        assertThat(text(html)).contains("1 document, newest first Show all documents");
    }

    @Test
    void an_empty_register_says_so() {
        var nothing =
                new RegisterPage(
                        List.of(),
                        0,
                        null,
                        new RegisterPage.Counts(0, 0, 0, Map.of(), Map.of(), Map.of()));
        assertThat(text(pages.list(RegisterQuery.ALL, nothing, TODAY)))
                .contains("Nothing is published yet.")
                .doesNotContain("Narrow the list");
    }

    @Test
    void pages_lead_to_the_ones_beside_them() {
        for (int i = 0; i < 45; i++) {
            source.add(
                    SampleRegister.document(
                            100 + i,
                            Kind.RULE,
                            SampleRegister.policy("p" + i, "1.0.0", "Rule " + i, "", ""),
                            "2024-08-30T12:00:00Z",
                            Status.InForce.since(Instant.parse("2024-08-30T12:00:00Z")),
                            List.of()));
        }
        var second = list(RegisterQuery.ALL.onPage(2));
        assertThat(second)
                .contains("<a href=\"/register\" rel=\"prev\">Newer documents</a>")
                .contains(
                        "<a href=\"/register?page=3\" rel=\"next\">Earlier: 30 August 2024 and before</a>");
    }

    @Test
    void the_check_page_gives_commands_that_can_be_pasted() {
        var text = text(pages.check(Optional.of(document(42)), TODAY));
        assertThat(text)
                .contains(
                        "curl -sSo 42.yaml https://register.example/register/1/42.yaml sha256sum 42.yaml")
                .contains(document(42).listing().digest())
                .contains(
                        "ssh-keygen -Y verify -f allowed_signers -I 'EPA Chief' -n policy-approval@hms -s approval-1.sig &lt; approval-1.json")
                .contains("HMS_URL=https://register.example hms audit verify");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    ann@epa.gov      | ann@epa.gov
                    EPA Chief        | 'EPA Chief'
                    a'; rm -rf /; '  | 'a'\\''; rm -rf /; '\\'''
                    $(id)            | '$(id)'
                    """)
    void a_name_cannot_become_a_command(String name, String quoted) {
        assertThat(CheckView.quoted(name)).isEqualTo(quoted);
    }

    @Test
    void running_heads_cannot_leave_their_quotes() {
        var listing = document(42).listing();
        var hostile =
                new Listing(
                        listing.ref(),
                        listing.kind(),
                        SampleRegister.policy(
                                "p", "1.0.0", "t", "\"} body{background:url(//evil)} \\\n", ""),
                        listing.times(),
                        listing.status(),
                        listing.links(),
                        listing.digest());
        assertThat(RegisterPages.printSheet(hostile))
                .contains(
                        "content: \"\\22 \\7d  body\\7b background\\3a url\\28 \\2f \\2f evil\\29 \\7d  \\5c \"");
    }

    @Test
    void every_page_has_one_heading_landmarks_a_skip_link_and_no_script_or_style() {
        for (var html :
                List.of(
                        list(RegisterQuery.ALL),
                        page(42),
                        page(38),
                        pages.agencies(source.list(RegisterQuery.ALL).counts(), TODAY),
                        pages.dates(source.list(RegisterQuery.ALL).counts(), TODAY),
                        pages.check(Optional.empty(), TODAY),
                        pages.trouble(Trouble.notFound("No."), TODAY))) {
            assertThat(html).startsWith("<!DOCTYPE html>\n<html lang=\"en\">");
            assertThat(html)
                    .containsOnlyOnce("<h1")
                    .containsOnlyOnce("<main id=\"main\"")
                    .contains("<a class=\"skip\" href=\"#main\">");
            assertThat(html)
                    .doesNotContain("<script")
                    .doesNotContain("<style")
                    .doesNotContain(" style=");
            assertThat(html).doesNotContain("null").doesNotContain("hms.server");
        }
    }
}
