package hms.artifact;

import java.util.List;
import java.util.stream.Collectors;

/// The register's text for an artifact without `content`, written from its values in Markdown.
final class RegisterText {
    private RegisterText() {}

    static String of(Artifact artifact) {
        var out = new StringBuilder();
        artifact.summary().ifPresent(summary -> out.append(escape(summary.strip())).append("\n\n"));
        if (artifact.values().isEmpty()) {
            out.append("This version of ")
                    .append(escape(artifact.title()))
                    .append(" holds no values.\n");
        }
        artifact.values().forEach((name, value) -> item(out, "", name, value));
        if (!artifact.rules().isEmpty()) {
            out.append(out.length() == 0 ? "" : "\n").append("It decides:\n\n");
            artifact.rules()
                    .forEach(
                            (name, rule) ->
                                    out.append("- ")
                                            .append(code(name))
                                            .append(": ")
                                            .append(code(rule.expression()))
                                            .append('\n'));
        }
        return out.toString();
    }

    private static void item(StringBuilder out, String indent, String name, Value value) {
        out.append(indent).append("- **").append(escape(name)).append("**:");
        if (value instanceof Value.Dated dated) {
            out.append('\n');
            dated.steps()
                    .forEach(
                            (date, step) ->
                                    step.ifPresentOrElse(
                                            held -> item(out, indent + "  ", "from " + date, held),
                                            () ->
                                                    out.append(indent)
                                                            .append("  - **from ")
                                                            .append(date)
                                                            .append("**: ended\n")));
        } else if (value instanceof Value.MapValue map && !map.entries().isEmpty()) {
            out.append('\n');
            map.entries().forEach((key, held) -> item(out, indent + "  ", key, held));
        } else {
            out.append(' ').append(words(value)).append('\n');
        }
    }

    private static String words(Value value) {
        if (value instanceof Value.Text text) {
            return escape(text.text());
        }
        if (value instanceof Value.Num num) {
            return num.number().toPlainString();
        }
        if (value instanceof Value.Bool bool) {
            return bool.truth() ? "yes" : "no";
        }
        if (value instanceof Value.Date date) {
            return date.date().toString();
        }
        return value instanceof Value.ListValue list ? joined(list.items()) : code(value.toJson());
    }

    private static String joined(List<Value> items) {
        return items.isEmpty()
                ? "none"
                : items.stream().map(RegisterText::words).collect(Collectors.joining(", "));
    }

    /// `text` on one line, with what Markdown would read as markup escaped.
    private static String escape(String text) {
        return text.strip()
                .replaceAll("\\s+", " ")
                .replaceAll("([\\\\`*_{}\\[\\]<>#|&])", "\\\\$1");
    }

    private static String code(String text) {
        var line = text.strip().replaceAll("\\s+", " ");
        return line.indexOf('`') < 0 ? "`" + line + "`" : "`` " + line + " ``";
    }
}
