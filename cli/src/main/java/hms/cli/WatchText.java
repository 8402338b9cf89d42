package hms.cli;

import hms.artifact.Canary;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Collection;
import java.util.stream.Collectors;

/// What was watched, in words: a line each.
final class WatchText implements WatchVoice {
    private static final int WIDEST_VALUE = 40;

    private final Screen screen;
    private final ZoneId zone;

    WatchText(Screen screen, ZoneId zone) {
        this.screen = screen;
        this.zone = zone;
    }

    @Override
    public void begins(Instant at, String environment, Collection<Seen> policies) {
        if (policies.isEmpty()) {
            screen.line("Nothing is in force in " + environment + " yet.");
            return;
        }
        screen.line("In " + environment + " at " + Moments.precise(at, zone) + ":");
        var column = policies.stream().mapToInt(p -> Ink.width(p.id())).max().orElse(0);
        for (var policy : policies) {
            line(
                    "  "
                            + Ink.pad(policy.id(), column)
                            + "  "
                            + Ink.STRONG.of(policy.standing())
                            + "  "
                            + policy.values().entrySet().stream()
                                    .filter(value -> !value.getKey().startsWith("rules."))
                                    .map(value -> value.getKey() + " " + shown(value.getValue()))
                                    .collect(Collectors.joining(", ")));
        }
    }

    @Override
    public void changes(Instant at, Seen before, Seen after) {
        var versions =
                before.standing().equals(after.standing())
                        ? after.standing()
                        : before.standing() + " → " + after.standing();
        var differences =
                before.version().isEmpty() || after.version().isEmpty()
                        ? ""
                        : after.against(before).stream()
                                .map(WatchText::shown)
                                .collect(Collectors.joining(", "));
        said(
                at,
                after.id(),
                Ink.STRONG.of(versions) + (differences.isEmpty() ? "" : "  " + differences));
    }

    private static String shown(Seen.Difference d) {
        if (d.before().isEmpty()) {
            return "+ " + d.name() + " " + shown(d.after().orElse(""));
        }
        if (d.after().isEmpty()) {
            return "− " + d.name() + " " + shown(d.before().orElse(""));
        }
        return d.name() + " " + shown(d.before().get()) + " → " + shown(d.after().get());
    }

    /// A value as people write it: a text without quotes, on one line.
    private static String shown(String json) {
        var bare =
                json.length() > 1 && json.startsWith("\"") && json.endsWith("\"")
                        ? json.substring(1, json.length() - 1)
                        : json;
        return Ink.cut(bare.replaceAll("\\s+", " "), WIDEST_VALUE);
    }

    @Override
    public void canary(Instant at, String policy, String what, Canary canary) {
        var how =
                canary.shadow()
                        ? "in shadow, enforced for nobody"
                        : "enforced for " + canary.selector().text();
        var said =
                switch (what) {
                    case "began" ->
                            "begins: "
                                    + canary.selector().text()
                                    + ", "
                                    + (canary.shadow() ? how : "enforced")
                                    + " (run #"
                                    + canary.run()
                                    + ")";
                    case "widened" -> "is wider now: " + how;
                    case String _ -> "is over";
                };
        said(at, policy, Ink.ACCENT.of("canary of " + canary.version()) + " " + said);
    }

    @Override
    public void stale(Instant since) {
        screen.line(
                Ink.WAIT.of("! ")
                        + "Nothing was heard since "
                        + Moments.precise(since, zone)
                        + "; what is shown may be out of date. Trying again.");
    }

    @Override
    public void connected(Instant at) {
        screen.line("✓ Connected again, " + Moments.precise(at, zone));
    }

    @Override
    public void trouble(Instant at, String what) {
        screen.line(Ink.WAIT.of("! ") + what);
    }

    private void said(Instant at, String policy, String text) {
        line(Ink.QUIET.of(Moments.precise(at, zone)) + "  " + policy + "  " + text);
    }

    /// On a terminal in one row; piped on, it is not cut.
    private void line(String text) {
        var room = screen.tableWidth();
        screen.line(
                Ink.width(text) < room
                        ? text.stripTrailing()
                        : Ink.cut(text, room - 1) + Ink.PLAIN.of(""));
    }
}
