package hms.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import hms.client.wire.MessageReader;
import hms.trust.Digest;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WatchCommandTest {
    private static final Instant NOW = Shell.NOW;

    @TempDir Path folder;
    private final FakeServer server = new FakeServer();

    @AfterEach
    void close() {
        server.close();
    }

    private static String yaml(String version, String limit) {
        return """
                id: p
                version: %s
                title: P
                limit: %s
                inputs:
                  reading: { type: number }
                rules:
                  violation: reading > limit
                """
                .formatted(version, limit);
    }

    private static String hex(String yaml) {
        return Digest.sha256(yaml.getBytes(UTF_8)).hex();
    }

    private static String interval(String version, String yaml, String from, String until) {
        return """
                {"version":"%s","digest":"%s","from":"%s"%s}"""
                .formatted(
                        version,
                        hex(yaml),
                        from,
                        until.isEmpty() ? "" : ",\"until\":\"" + until + "\"");
    }

    private static String artifact(String yaml) {
        return """
                "%s":{"type":"application/yaml","bytes":"%s","publishedUrl":"http://x/1","approvedAt":"2026-01-01T00:00:00Z","files":{},"approvals":[]}"""
                .formatted(hex(yaml), Base64.getEncoder().encodeToString(yaml.getBytes(UTF_8)));
    }

    private static String canary(String yaml, String select, String mode) {
        return """
                "canary":{"run":184,"version":"2.0.0","digest":"%s","select":"%s","mode":"%s","since":"2026-01-31T11:59:00Z"},"""
                .formatted(hex(yaml), select, mode);
    }

    private static String policy(String intervals, String canary, String... artifacts) {
        return """
                {"id":"p","changed":5,"intervals":[%s],"suspended":[],%s"artifacts":{%s}}"""
                .formatted(intervals, canary, String.join(",", artifacts));
    }

    private static String change(int from, int to, String more, String... policies) {
        return """
                {"type":"change","env":"production","epoch":0,"from":%d,"to":%d,"commit":true,"zone":"America/New_York","at":"2026-01-31T12:00:05Z",%s"policies":[%s],"gone":[],"approvals":{}}"""
                .formatted(from, to, more, String.join(",", policies));
    }

    private static final String OLD = yaml("1.5.0", "35");
    private static final String NEW = yaml("2.0.0", "25");
    private static final String LONG_AGO = "2026-01-01T05:00:00Z";

    private static String first() {
        return change(
                0,
                10,
                "\"reset\":true,",
                policy(interval("1.5.0", OLD, LONG_AGO, ""), "", artifact(OLD)));
    }

    private static String second() {
        return change(
                10,
                12,
                "",
                policy(interval("2.0.0", NEW, "2026-01-31T11:59:59Z", ""), "", artifact(NEW)));
    }

    private static String events(String... messages) {
        var text = new StringBuilder();
        for (var message : messages) {
            text.append("event: change\ndata: ").append(message.replace("\n", "")).append("\n\n");
        }
        return text.toString();
    }

    private Shell serving(String... messages) {
        server.onText("GET /api/stream", "text/event-stream", events(messages));
        return new Shell(folder).at(server.uri());
    }

    /// What is said to somebody who watches, as these come.
    private final class Listener {
        final Shell shell = new Shell(folder);
        final Watch watch;
        int changed;

        Listener(String... ids) {
            watch =
                    new Watch(
                            new WatchText(
                                    new Screen(shell.environment()), ZoneId.of("America/New_York")),
                            "production",
                            List.of(ids),
                            NOW);
        }

        Listener hears(String message) {
            return hears(message, NOW);
        }

        Listener hears(String message, Instant at) {
            changed = watch.hear(MessageReader.read(message), at);
            return this;
        }
    }

    @Test
    void values_are_shown_then_each_change_and_it_ends_after_the_first_if_asked() {
        var shell = serving(first(), second());

        assertThat(shell.run("watch", "p", "--until-change")).as(shell.err()).isZero();
        assertThat(shell.out())
                .isEqualTo(
                        """
                        In production at 31 Jan 2026, 07:00:00 EST:
                          p  1.5.0  limit 35
                        31 Jan 2026, 07:00:05 EST  p  1.5.0 → 2.0.0  limit 35 → 25
                        """);
        assertThat(server.calls()).contains("GET /api/stream?env=production&ids=p");
    }

    @Test
    void json_is_one_object_a_line_with_exact_values() {
        var exact = yaml("2.0.0", "25.50");
        var shell =
                serving(
                        first(),
                        change(
                                10,
                                12,
                                "",
                                policy(
                                        interval("2.0.0", exact, "2026-01-31T11:59:59Z", ""),
                                        "",
                                        artifact(exact))));

        assertThat(shell.run("watch", "--until-change", "--json")).isZero();
        assertThat(shell.out())
                .isEqualTo(
                        """
                        {"event":"begin","at":"2026-01-31T12:00:00Z","env":"production","policies":1}
                        {"event":"value","at":"2026-01-31T12:00:00Z","policy":"p","version":"1.5.0","status":"IN_FORCE","values":{"limit":35,"rules.violation":"reading > limit"}}
                        {"event":"change","at":"2026-01-31T12:00:05Z","policy":"p","before":{"version":"1.5.0","status":"IN_FORCE"},"after":{"version":"2.0.0","status":"IN_FORCE"},"changes":[{"name":"limit","before":35,"after":25.50}]}
                        """);
    }

    @Test
    void snapshot_that_comes_again_says_nothing() {
        var listener = new Listener().hears(first());
        var before = listener.shell.out();

        listener.hears(first());

        assertThat(listener.shell.out()).isEqualTo(before);
        assertThat(listener.changed).isZero();
    }

    @Test
    void nothing_is_shown_of_a_revision_that_is_not_complete() {
        var listener = new Listener().hears(first());
        var before = listener.shell.out();

        listener.hears(second().replace("\"commit\":true", "\"commit\":false"));

        assertThat(listener.shell.out()).isEqualTo(before);
        listener.hears(change(12, 13, ""));
        assertThat(listener.shell.out()).endsWith("p  1.5.0 → 2.0.0  limit 35 → 25\n");
    }

    @Test
    void version_that_was_delivered_ahead_takes_its_turn_at_its_instant() {
        var flip = Instant.parse("2026-02-01T05:00:00Z");
        var listener =
                new Listener()
                        .hears(
                                change(
                                        0,
                                        10,
                                        "\"reset\":true,",
                                        policy(
                                                interval("1.5.0", OLD, LONG_AGO, flip.toString())
                                                        + ","
                                                        + interval(
                                                                "2.0.0", NEW, flip.toString(), ""),
                                                "",
                                                artifact(OLD),
                                                artifact(NEW))));

        assertThat(listener.watch.wake()).contains(flip);
        listener.hears(heartbeat(), flip.minusMillis(1));
        assertThat(listener.watch.pass(flip.minusMillis(1))).isZero();
        assertThat(listener.watch.pass(flip)).isEqualTo(1);
        assertThat(listener.shell.out())
                .endsWith("1 Feb 2026, 00:00:00 EST  p  1.5.0 → 2.0.0  limit 35 → 25\n");
    }

    private static String heartbeat() {
        return """
                {"type":"heartbeat","env":"production","epoch":0,"at":"2026-01-31T12:00:05Z","revision":"0.10","size":10,"checkpoint":"x"}""";
    }

    @Test
    void dated_value_changes_at_midnight_in_the_legal_zone() {
        var dated = yaml("1.5.0", "{ dated: { 2024-01-01: 35, 2026-02-01: 30 } }");
        var listener =
                new Listener()
                        .hears(
                                change(
                                        0,
                                        10,
                                        "\"reset\":true,",
                                        policy(
                                                interval("1.5.0", dated, LONG_AGO, ""),
                                                "",
                                                artifact(dated))));

        assertThat(listener.watch.pass(Instant.parse("2026-02-01T05:00:00Z"))).isEqualTo(1);
        assertThat(listener.shell.out()).endsWith("EST  p  1.5.0  limit 35 → 30\n");
    }

    @Test
    void canaries_are_said_as_they_begin_widen_and_end() {
        var live = interval("1.5.0", OLD, LONG_AGO, "");
        var listener =
                new Listener()
                        .hears(first())
                        .hears(
                                change(
                                        10,
                                        11,
                                        "",
                                        policy(
                                                live,
                                                canary(NEW, "region:NCR 5%", "enforce"),
                                                artifact(OLD),
                                                artifact(NEW))))
                        .hears(
                                change(
                                        11,
                                        12,
                                        "",
                                        policy(
                                                live,
                                                canary(NEW, "25%", "enforce"),
                                                artifact(OLD),
                                                artifact(NEW))))
                        .hears(change(12, 13, "", policy(live, "", artifact(OLD))))
                        .hears(
                                change(
                                        13,
                                        14,
                                        "",
                                        policy(
                                                live,
                                                canary(NEW, "5%", "shadow"),
                                                artifact(OLD),
                                                artifact(NEW))));

        assertThat(listener.shell.out().lines().skip(2))
                .containsExactly(
                        "31 Jan 2026, 07:00:05 EST  p  canary of 2.0.0 begins: region:NCR 5%, enforced (run #184)",
                        "31 Jan 2026, 07:00:05 EST  p  canary of 2.0.0 is wider now: enforced for 25%",
                        "31 Jan 2026, 07:00:05 EST  p  canary of 2.0.0 is over",
                        "31 Jan 2026, 07:00:05 EST  p  canary of 2.0.0 begins: 5%, in shadow, enforced for nobody (run #184)");
        assertThat(listener.changed).isZero();
    }

    @Test
    void silence_is_said_once_and_so_is_its_end() {
        var listener = new Listener().hears(first());

        assertThat(listener.watch.pass(NOW.plusSeconds(12))).isZero();
        listener.watch.pass(NOW.plusSeconds(13));
        listener.watch.pass(NOW.plusSeconds(14));
        listener.hears(heartbeat(), NOW.plusSeconds(20));

        assertThat(listener.shell.out().lines().skip(2))
                .containsExactly(
                        "! Nothing was heard since 31 Jan 2026, 07:00:00 EST; what is shown may be out of date. Trying again.",
                        "✓ Connected again, 31 Jan 2026, 07:00:20 EST");
    }

    @Test
    void policy_that_is_not_there_is_said_and_its_coming_is_a_change() {
        var listener = new Listener("p", "q").hears(change(0, 1, "\"reset\":true,"));
        assertThat(listener.shell.out()).contains("  p  not found\n  q  not found\n");

        listener.hears(
                change(1, 12, "", policy(interval("1.5.0", OLD, LONG_AGO, ""), "", artifact(OLD))));

        assertThat(listener.shell.out()).endsWith("p  not found → 1.5.0\n");
        assertThat(listener.changed).isEqualTo(1);
    }

    @Test
    void bytes_that_are_not_what_they_say_are_not_believed() {
        var forged = artifact(NEW).replace(hex(NEW), hex(OLD));
        var listener =
                new Listener()
                        .hears(first())
                        .hears(
                                change(
                                        10,
                                        11,
                                        "",
                                        policy(interval("1.5.0", OLD, LONG_AGO, ""), "", forged)));

        assertThat(listener.shell.out())
                .endsWith("! The bytes of p@1.5.0 are not those that it names.\n");
        assertThat(listener.changed).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "[]", "{\"type\":\"change\"}", "null", "\u001b[2J"})
    void what_is_no_message_is_said_and_the_watching_goes_on(String text) {
        var shell = serving(text, first(), second());

        assertThat(shell.run("watch", "--until-change")).isZero();
        assertThat(shell.out())
                .startsWith("! The server sent what cannot be read: ")
                .doesNotContain("\u001b[2J")
                .contains("1.5.0 → 2.0.0");
    }

    @Test
    void refusal_ends_it_with_exit_1() {
        server.refuses(
                "GET /api/stream",
                404,
                "no-such-environment",
                "There is no environment x.",
                "See.");
        var shell = new Shell(folder).at(server.uri());

        assertThat(shell.run("watch", "--env", "x")).isEqualTo(1);
        assertThat(shell.err()).isEqualTo("✗ There is no environment x.\n  See.\n");
    }

    @Test
    void nobody_there_is_exit_3_and_a_bad_id_is_wrong_usage() {
        var uri = server.uri();
        server.close();

        assertThat(new Shell(folder).at(uri).run("watch")).isEqualTo(3);
        assertThat(new Shell(folder).at(uri).run("watch", "No Such")).isEqualTo(2);
    }
}
