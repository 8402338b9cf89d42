package hms.server.view;

import static java.nio.charset.StandardCharsets.UTF_8;

import hms.core.pipeline.Governance;
import hms.core.pipeline.Pipeline;
import hms.core.pipeline.Route;
import hms.core.pipeline.Stage;
import hms.core.pipeline.Windows;
import hms.core.state.Configuration;
import hms.runs.target.Probes;
import hms.trust.Digest;
import java.time.DayOfWeek;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Parts of the configuration in a line each, so that two of them can be compared at a glance.
final class ConfigWords {

    private final Function<Digest, byte[]> content;

    /// @param content of the blobs that the configuration names
    ConfigWords(Function<Digest, byte[]> content) {
        this.content = content;
    }

    String of(Governance governance) {
        return governance.rules().isEmpty()
                ? "one approval"
                : governance.rules().stream()
                        .map(ConfigWords::of)
                        .collect(Collectors.joining("; "));
    }

    private static String of(Governance.Rule rule) {
        var parts = new ArrayList<String>();
        rule.match().tag().ifPresent(tag -> parts.add("tag " + tag));
        rule.match().agency().ifPresent(agency -> parts.add("agency " + agency));
        rule.match().policy().ifPresent(policy -> parts.add("policy " + policy));
        var whom = parts.isEmpty() ? "every policy" : String.join(" and ", parts);
        var asks = new ArrayList<String>();
        asks.add(rule.approvals() + (rule.approvals() == 1 ? " approval" : " approvals"));
        if (!rule.roles().isEmpty()) {
            asks.add("roles " + String.join(" ", rule.roles()));
        }
        if (rule.separation()) {
            asks.add("separation");
        }
        rule.leadTime().ifPresent(time -> asks.add("lead time " + time(time)));
        if (rule.refusePast()) {
            asks.add("no past");
        }
        rule.canary().ifPresent(on -> asks.add(on ? "canary" : "no canary"));
        return whom + ": " + String.join(", ", asks);
    }

    /// As `hms.yaml` takes it.
    static String time(Duration time) {
        long seconds = time.toSeconds();
        if (time.toMillis() % 1_000 != 0) {
            return time.toMillis() + "ms";
        }
        return seconds % 86_400 == 0 && seconds > 0
                ? seconds / 86_400 + "d"
                : seconds % 3_600 == 0 && seconds > 0
                        ? seconds / 3_600 + "h"
                        : seconds % 60 == 0 && seconds > 0 ? seconds / 60 + "m" : seconds + "s";
    }

    String of(Pipeline pipeline) {
        return pipeline.stages().stream().map(ConfigWords::of).collect(Collectors.joining(", "));
    }

    private static String of(Stage stage) {
        var options =
                stage.options().entrySet().stream()
                        .map(option -> option.getKey() + " " + option.getValue())
                        .toList();
        return stage.id() + (options.isEmpty() ? "" : " (" + String.join(", ", options) + ")");
    }

    String place(String pipeline, int position) {
        return "place " + (position + 1) + ", pipeline " + pipeline;
    }

    String of(Configuration.Rules rules) {
        var parts = new ArrayList<String>();
        parts.add(rules.gate() ? "a person agrees" : "no gate");
        rules.zone().ifPresent(zone -> parts.add("zone " + zone));
        rules.windows().maintenance().forEach(window -> parts.add(of(window)));
        rules.windows()
                .freezes()
                .forEach(f -> parts.add("frozen from " + f.from() + " until " + f.until()));
        rules.probes().map(content).map(Probes::of).ifPresent(probes -> parts.add(of(probes)));
        return String.join("; ", parts);
    }

    private static String of(Windows.Maintenance window) {
        return "maintenance "
                + (window.days().isEmpty() ? "every day" : String.join(" ", days(window)))
                + " from "
                + window.from()
                + " until "
                + window.until();
    }

    static List<String> days(Windows.Maintenance window) {
        return window.days().stream().map(ConfigWords::day).toList();
    }

    private static String day(DayOfWeek day) {
        return day.name().substring(0, 3).toLowerCase(Locale.ROOT);
    }

    private static String of(Probes probes) {
        var parts = new ArrayList<String>();
        probes.health().forEach(url -> parts.add("health " + url));
        probes.smoke()
                .forEach(
                        test ->
                                parts.add(
                                        "smoke test "
                                                + test.url()
                                                + " → "
                                                + test.status()
                                                + test.contains()
                                                        .map(text -> " with \"" + text + "\"")
                                                        .orElse("")
                                                + (test.afterRollout() ? " after rollout" : "")));
        return String.join("; ", parts);
    }

    String of(Configuration.Target target) {
        var settings =
                ConfigReads.settings(content.apply(target.settings())).entrySet().stream()
                        .map(setting -> setting.getKey() + " " + setting.getValue())
                        .collect(Collectors.joining(", "));
        return target.kind()
                + (settings.isEmpty() ? "" : " (" + settings + ")")
                + ", "
                + of(target.route());
    }

    static String of(Route route) {
        if (route.selectsAll()) {
            return "all policies";
        }
        var parts = new ArrayList<String>();
        if (!route.tags().isEmpty()) {
            parts.add("tags " + String.join(" ", route.tags()));
        }
        if (!route.policies().isEmpty()) {
            parts.add(
                    "policies "
                            + route.policies().stream()
                                    .map(Object::toString)
                                    .collect(Collectors.joining(" ")));
        }
        route.when().ifPresent(when -> parts.add("when " + when));
        return String.join(" or ", parts);
    }

    String of(Configuration.Partner partner) {
        return partner.channel()
                + " "
                + new String(content.apply(partner.address()), UTF_8)
                + ", secret "
                + partner.secret();
    }
}
