package hms.server.register.prose;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProseTest {

    private static String body(String markdown) {
        return Prose.clean(markdown).stream().map(Section::body).collect(Collectors.joining("|"));
    }

    private static String marked(String before, String after) {
        return Prose.marked(before, after).stream()
                .map(Section::body)
                .collect(Collectors.joining("|"));
    }

    @Test
    void headings_begin_sections_and_lend_them_number_and_name() {
        assertThat(
                        Prose.clean(
                                "First.\n\n## § 2 Limit\n\nText.\n\n## Notice\n\nMore.\n\n## 3.1 Time\n\nEnd."))
                .containsExactly(
                        new Section("", "", "<p>First.</p>"),
                        new Section("§ 2", "Limit", "<p>Text.</p>"),
                        new Section("", "Notice", "<p>More.</p>"),
                        new Section("3.1", "Time", "<p>End.</p>"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    *PM<sub>2.5</sub>* means     | <p><em>PM<sub>2.5</sub></em> means</p>
                    m<sup>3</sup> and `a<b`      | <p>m<sup>3</sup> and <code>a&lt;b</code></p>
                    **a *b* c**                  | <p><strong>a <em>b</em> c</strong></p>
                    - one\\n- two\\n  - three    | <ul><li><p>one</p></li><li><p>two</p><ul><li><p>three</p></li></ul></li></ul>
                    3. three\\n4. four           | <ol start="3"><li><p>three</p></li><li><p>four</p></li></ol>
                    > said                       | <blockquote><p>said</p></blockquote>
                    (a) one\\n(b) two            | <p class="item"><span class="mark">(a)</span> <span class="said">one</span></p><p class="item"><span class="mark">(b)</span> <span class="said">two</span></p>
                    one\\ntwo                    | <p>one two</p>
                    #### Deep                    | <h3>Deep</h3>
                    """)
    void markdown_reads_as_it_is_meant(String markdown, String html) {
        assertThat(body(markdown.replace("\\n", "\n"))).isEqualTo(html);
    }

    @Test
    void tables_have_headed_columns() {
        assertThat(body("| Year | First |\n|---|---|\n| 2025 | 15,650 |\n| 2026 | 15,960 |"))
                .isEqualTo(
                        "<table><thead><tr><th scope=\"col\">Year</th><th scope=\"col\">First</th></tr></thead>"
                                + "<tbody><tr><td>2025</td><td>15,650</td></tr>"
                                + "<tr><td>2026</td><td>15,960</td></tr></tbody></table>");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    The limit is 35 µg/m³.   | The limit is 25 µg/m³.  | <p>The limit is <del>35</del> <ins>25</ins> µg/m³.</p>
                    Boards are told of it.   | Boards and the Agency are told of it. | <p>Boards <ins>and the Agency</ins> are told of it.</p>
                    Boards and all are told. | Boards are told.        | <p>Boards <del>and all</del> are told.</p>
                    same words here          | same words here         | <p>same words here</p>
                    It ends today.           | It ends today, or not.  | <p>It ends today<ins>, or not</ins>.</p>
                    It costs $1,182 a week.  | It costs $1,128 a week. | <p>It costs $<del>1,182</del> <ins>1,128</ins> a week.</p>
                    one two three four six   | one *two* three four six | <p>one <em>two</em> three four six</p>
                    an old phrase is kept    | a new saying is kept    | <p><del>an old phrase</del> <ins>a new saying</ins> is kept</p>
                    """)
    void changes_are_marked_word_by_word(String before, String after, String html) {
        assertThat(marked(before, after)).isEqualTo(html);
    }

    @Test
    void a_new_item_is_new_as_a_whole_and_the_one_after_it_only_has_another_mark() {
        assertThat(
                        marked(
                                "(a) A reading above it is a violation.\n(b) An earlier one is judged by its day.",
                                "(a) A reading above it is a violation.\n(b) Four fifths of it are notified.\n"
                                        + "(c) An earlier one is judged by its day."))
                .isEqualTo(
                        "<p class=\"item\"><span class=\"mark\">(a)</span> <span class=\"said\">A reading above it is a violation.</span></p>"
                                + "<p class=\"item\"><span class=\"mark\"><ins>(b)</ins></span> <span class=\"said\"><ins>Four fifths of it are notified.</ins></span></p>"
                                + "<p class=\"item\"><span class=\"mark\"><ins>(c)</ins></span> <span class=\"said\">An earlier one is judged by its day.</span></p>");
    }

    @Test
    void struck_list_items_stay_in_their_list() {
        assertThat(marked("- one\n- two\n- three", "- one\n- three"))
                .isEqualTo(
                        "<ul><li><p>one</p></li><li><p><del>two</del></p></li><li><p>three</p></li></ul>");
    }

    @Test
    void a_renamed_section_shows_both_names() {
        assertThat(Prose.marked("## § 2 Daily limit\n\nText.", "## § 2 Yearly limit\n\nText."))
                .containsExactly(
                        new Section(
                                "§ 2", "<del>Daily</del> <ins>Yearly</ins> limit", "<p>Text.</p>"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<script>alert(1)</script>",
                "<img src=x onerror=alert(1)>",
                "[x](javascript:alert(1))",
                "[x](<java\tscript:alert(1)>)",
                "[x](data:text/html,<script>alert(1)</script>)",
                "[x](//evil.example)",
                "![<b onclick=alert(1)>](javascript:alert(1))",
                "[x](https://a.example/\"onmouseover=alert(1))",
                "[x]: javascript:alert(1)\n\n[x]",
                "<https://a.example/'onclick=alert(1)>",
                "<svg/onload=alert(1)>",
                "`<script>alert(1)</script>`",
                "```\n<script>alert(1)</script>\n```",
                "<sub onclick=alert(1)>x</sub>",
                "# <script>alert(1)</script>",
                "| <script>alert(1)</script> |\n|---|\n| <b> |",
                "(a) <iframe srcdoc=\"<script>alert(1)</script>\">",
                "&lt;script&gt;alert(1)&lt;/script&gt;",
                "&#60;script&#62;alert(1)&#60;/script&#62;",
                "<style>body{display:none}</style>",
                "<!-- --><script>alert(1)</script>",
                "<a href=\"javascript:alert(1)\">x</a>",
            })
    void script_in_prose_is_text(String hostile) {
        for (var section : Prose.marked("Before " + hostile, hostile + " after")) {
            for (var html : new String[] {section.number(), section.name(), section.body()}) {
                assertThat(html)
                        .doesNotContainPattern("(?i)<(script|img|svg|iframe|style|b[ >]|!)")
                        .doesNotContainPattern("(?i)<[^>]*\\son[a-z]+\\s*=")
                        .doesNotContainPattern("(?i)<[^>]*(href|src)=\"?\\s*(javascript|data|//)");
            }
        }
    }

    @Test
    void struck_and_kept_words_give_the_old_text_and_new_and_kept_words_the_new_one() {
        for (long seed = 0; seed < 300; seed++) {
            var random = new Random(seed);
            var before = randomWords(random, 1 + random.nextInt(30));
            var after = randomWords(random, 1 + random.nextInt(30));
            var html = marked(before, after);
            assertThat(text(html.replaceAll("<ins>.*?</ins>", "")))
                    .as("seed %d", seed)
                    .isEqualTo(before);
            assertThat(text(html.replaceAll("<del>.*?</del>", "")))
                    .as("seed %d", seed)
                    .isEqualTo(after);
        }
    }

    private static String randomWords(Random random, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> String.valueOf((char) ('a' + random.nextInt(6))))
                .collect(Collectors.joining(" "));
    }

    private static String text(String html) {
        return html.replaceAll("<[^>]*>", " ").replaceAll("\\s+", " ").strip();
    }

    @Test
    void texts_made_to_be_slow_are_shown_within_seconds() {
        var hostile =
                List.of(
                        "*".repeat(50_000) + "a" + "*".repeat(50_000),
                        "*a **a ".repeat(20_000),
                        "[".repeat(100_000),
                        "> ".repeat(50_000) + "a",
                        "a\n\n".repeat(30_000),
                        "- ".repeat(50_000) + "a",
                        "`".repeat(100_000),
                        "word ".repeat(100_000),
                        "<sub>".repeat(80_000));
        for (var text : hostile) {
            Assertions.assertTimeout(
                    Duration.ofSeconds(10),
                    () ->
                            assertThat(Prose.marked("other words " + text, text + " end"))
                                    .isNotEmpty());
        }
        Assertions.assertTimeout(
                Duration.ofSeconds(10),
                () -> {
                    var random = new Random(1);
                    assertThat(
                                    Prose.marked(
                                            randomWords(random, 30_000),
                                            randomWords(random, 30_000)))
                            .isNotEmpty();
                });
    }
}
