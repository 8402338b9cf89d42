package hms.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import hms.artifact.Finding;
import hms.artifact.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// A refusal as RFC 9457 words it, with what this API adds to it. Text that the server left out is
/// empty.
///
/// @param status the HTTP status, 300 to 599
/// @param type a URI that names the kind of problem; `about:blank` if the status says it all
/// @param title the kind of problem, for people
/// @param detail what is wrong this time
/// @param where the place: a field, a file with line and column, a header
/// @param remedy what to do next
/// @param findings all that is wrong with a submitted file
/// @param document the whole answer, other members included; a missing node if it was no JSON
public record Problem(
        int status,
        String type,
        String title,
        String detail,
        String where,
        String remedy,
        List<Finding> findings,
        JsonNode document) {

    private static final int EXCERPT = 300;

    public Problem {
        findings = List.copyOf(findings);
    }

    /// One paragraph for people: what, where, and what to do, without the findings.
    public String text() {
        var text = new StringBuilder(title);
        if (!detail.isEmpty() && !detail.equals(title)) {
            text.append(": ").append(detail);
        }
        if (!where.isEmpty()) {
            text.append(" (").append(where).append(')');
        }
        if (!remedy.isEmpty()) {
            text.append(". ").append(remedy);
        }
        return text.toString();
    }

    /// Reads an error's body, whatever it is.
    static Problem of(int status, String contentType, byte[] body) {
        if (Json.isJson(contentType)) {
            try {
                var document = Json.read(body);
                if (document.isObject()) {
                    return of(status, document);
                }
            } catch (JacksonException e) {
                return unworded(status, body);
            }
        }
        return unworded(status, body);
    }

    private static Problem of(int status, JsonNode document) {
        var title = text(document, "title");
        return new Problem(
                status,
                document.path("type").asString("about:blank"),
                title.isEmpty() ? "The server answered with status " + status : title,
                text(document, "detail"),
                text(document, "where"),
                text(document, "remedy"),
                findings(document.path("findings")),
                document);
    }

    /// A redirect, which is not followed: the token is for the server that it was given for.
    static Problem redirect(int status, String location) {
        return new Problem(
                status,
                "about:blank",
                "The server points elsewhere",
                "It answered with status " + status + " and the address " + excerpt(location),
                "",
                "If that is where the server is, give that address with --server or in HMS_URL",
                List.of(),
                Json.missing());
    }

    private static Problem unworded(int status, byte[] body) {
        var start = new String(body, 0, Math.min(body.length, EXCERPT), UTF_8);
        return new Problem(
                status,
                "about:blank",
                "The server answered with status " + status,
                excerpt(start),
                "",
                "",
                List.of(),
                Json.missing());
    }

    private static String excerpt(String text) {
        var printable = text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
        return printable.length() > EXCERPT ? printable.substring(0, EXCERPT) + " …" : printable;
    }

    private static List<Finding> findings(JsonNode array) {
        var findings = new ArrayList<Finding>();
        for (var each : array) {
            if (each.isObject()) {
                findings.add(finding(each));
            }
        }
        return findings;
    }

    private static Finding finding(JsonNode each) {
        return new Finding(
                severity(text(each, "severity")),
                text(each, "code"),
                orElse(text(each, "message"), "Not said"),
                text(each, "file"),
                each.path("line").asInt(0),
                each.path("column").asInt(0),
                orElse(text(each, "path"), "$"),
                orElse(text(each, "remedy"), "ask who runs the server"));
    }

    private static Severity severity(String name) {
        return name.toUpperCase(Locale.ROOT).equals("WARNING") ? Severity.WARNING : Severity.ERROR;
    }

    private static String text(JsonNode object, String name) {
        return object.path(name).asString("");
    }

    private static String orElse(String text, String other) {
        return text.isBlank() ? other : text;
    }
}
