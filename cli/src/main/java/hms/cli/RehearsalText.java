package hms.cli;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/// Tells what is to come: instant after instant, in the local time of what it is about and in UTC.
final class RehearsalText {
    private static final DateTimeFormatter LOCAL =
            DateTimeFormatter.ofPattern("d MMM uuuu, HH:mm xxx", Locale.ENGLISH);
    private static final int LONGEST_ID = 28;

    private final Screen screen;
    private final JsonNode rehearsal;
    private final int column;

    private RehearsalText(Screen screen, JsonNode rehearsal) {
        this.screen = screen;
        this.rehearsal = rehearsal;
        var widest = 0;
        for (var turn : rehearsal.path("turns")) {
            widest = Math.max(widest, Ink.width(turn.path("policy").asString("")));
        }
        column = Math.min(widest, LONGEST_ID);
    }

    /// @param rehearsal as the API has it
    static void print(Screen screen, JsonNode rehearsal) {
        new RehearsalText(screen, rehearsal).print();
    }

    private void print() {
        screen.line(sentence());
        var last = "";
        for (var turn : rehearsal.path("turns")) {
            var head = head(turn);
            if (!head.equals(last)) {
                screen.line("");
                screen.line(head);
                last = head;
            }
            turn(turn);
        }
    }

    private String sentence() {
        var where = rehearsal.path("env").asString("");
        var until =
                RunDocument.instant(rehearsal, "until")
                        .map(at -> " until " + LOCAL.withZone(zone(rehearsal)).format(at))
                        .orElse("");
        var turns = rehearsal.path("turns").size();
        if (turns == 0) {
            return "Nothing is to come in " + where + until + ".";
        }
        var faults = rehearsal.path("faults").asInt(0);
        return "To come in "
                + where
                + until
                + ": "
                + Spelling.count(turns - faults, "change", "changes")
                + ", "
                + (faults == 0
                        ? "and nothing to mend."
                        : Ink.WAIT.of(Spelling.count(faults, "thing", "things") + " to mend."));
    }

    private static String head(JsonNode turn) {
        var at = RunDocument.instant(turn, "at");
        var local = at.map(instant -> LOCAL.withZone(zone(turn)).format(instant)).orElse("?");
        return Ink.STRONG.of(local)
                + "  "
                + Ink.QUIET.of(
                        turn.path("zone").asString("")
                                + at.map(instant -> ", " + instant).orElse(""));
    }

    private void turn(JsonNode turn) {
        var isFault = turn.path("fault").asBoolean(false);
        var policy = Ink.pad(Ink.cut(turn.path("policy").asString(""), column), column);
        screen.line(
                (isFault ? Ink.WAIT.of("! ") : "  ")
                        + policy
                        + "  "
                        + turn.path("text").asString(""));
        var indent = " ".repeat(column + 6);
        var width = Math.max(24, screen.tableWidth() - indent.length());
        ChangeText.lines(turn.path("changes"), width).forEach(line -> screen.line(indent + line));
    }

    private static ZoneId zone(JsonNode object) {
        return RunDocument.zone(object, "zone").orElse(ZoneOffset.UTC);
    }
}
