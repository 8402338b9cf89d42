package hms.cli;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/// A ticket as people read it: the sentence, who is affected now, the facts, the choices.
final class TicketText {
    private static final int LABEL = 13;

    private final Screen screen;
    private final ZoneId zone;
    private final JsonNode ticket;

    TicketText(Invocation invocation, JsonNode ticket) {
        this.screen = invocation.screen();
        this.zone = invocation.environment().clock().getZone();
        this.ticket = ticket;
    }

    void show() {
        boolean open = text("status").equals("open");
        screen.line(Ink.STRONG.of(text("title") + "."));
        screen.line(text("standing"));
        screen.line("");
        var evidence = ticket.path("evidence");
        boolean asks = text("kind").equals("gate");
        var summary = evidence.path("summary").asString("");
        fact(asks ? "What passed" : "What happened", asks ? summary.replace("; ", "\n") : summary);
        CanaryText.facts(new CanaryDocument(evidence.path("report")))
                .forEach(line -> fact("", line));
        fact(asks ? "Asked by" : "Found by", foundBy(evidence));
        fact("Opened", when(ticket, "openedAt") + " by " + text("by"));
        fact("Quarantined", texts(ticket.path("quarantined")));
        fact("On the ledger", "entry " + ticket.path("entry").asLong(0));
        if (open) {
            choices();
        } else {
            resolution(ticket.path("resolution"));
        }
    }

    private String foundBy(JsonNode evidence) {
        var run = ticket.path("run");
        return run.isNumber()
                ? "run #"
                        + run.asInt()
                        + RunDocument.text(evidence, "stage").map(s -> ", stage " + s).orElse("")
                : "";
    }

    private void choices() {
        screen.line("");
        screen.line(Ink.STRONG.of("What should happen?"));
        var names = new ArrayList<String>();
        for (var choice : ticket.path("choices")) {
            var name = choice.path("choice").asString("");
            names.add(name);
            screen.line("  " + Ink.ACCENT.of(name) + "  " + choice.path("title").asString(""));
            wrapped(choice.path("consequence").asString(""), "      ").forEach(screen::line);
        }
        screen.line(
                "Decide: hms ticket resolve %d --choice %s --reason TEXT"
                        .formatted(ticket.path("ticket").asInt(0), String.join("|", names)));
    }

    private void resolution(JsonNode resolution) {
        var reason = resolution.path("reason").asString("");
        fact(
                "Decided",
                resolution.path("choice").asString("")
                        + ", by "
                        + resolution.path("by").asString("")
                        + ", "
                        + when(resolution, "at"));
        fact("Reason", reason.isEmpty() ? "erased" : reason);
    }

    /// One fact, its further lines below its first; nothing where there is none.
    private void fact(String label, String text) {
        if (text.isEmpty()) {
            return;
        }
        var indent = "  " + " ".repeat(LABEL) + "  ";
        var lines = new ArrayList<String>();
        text.lines().forEach(line -> lines.addAll(wrapped(line, indent)));
        for (int i = 0; i < lines.size(); i++) {
            screen.line(
                    i == 0
                            ? "  "
                                    + Ink.QUIET.of(Ink.pad(label, LABEL))
                                    + lines.get(i).substring(LABEL + 2)
                            : lines.get(i));
        }
    }

    /// The text in lines that fit the screen, each indented; as it is where nobody looks.
    private List<String> wrapped(String text, String indent) {
        var room = Math.max(20, Math.min(screen.tableWidth(), 100) - indent.length());
        if (!screen.isLive()) {
            return List.of(indent + text);
        }
        var lines = new ArrayList<String>();
        var line = new StringBuilder();
        for (var word : text.split(" ", -1)) {
            if (!line.isEmpty() && Ink.width(line.toString()) + 1 + Ink.width(word) > room) {
                lines.add(indent + line);
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(indent + line);
        return lines;
    }

    private String when(JsonNode object, String name) {
        return RunDocument.instant(object, name).map(at -> Moments.of(at, zone)).orElse("");
    }

    private String text(String name) {
        return ticket.path(name).asString("");
    }

    private static String texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(node -> node.asString(""))
                .collect(Collectors.joining(", "));
    }
}
