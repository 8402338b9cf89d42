package hms.runs.config;

import hms.artifact.PolicyId;
import hms.core.pipeline.Route;
import hms.core.pipeline.Windows;
import hms.core.pipeline.file.PipelineFile;
import hms.core.pipeline.file.Tree;
import hms.core.state.EnvironmentId;
import hms.core.state.TargetId;
import hms.runs.target.Probes;
import hms.runs.target.Routing;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/// Reads the `environments:` of a configuration file.
final class EnvironmentFile {

    /// Keys of a target that are not settings of its kind.
    private static final Set<String> COMMON = Set.of("kind", "tags", "policies", "when");

    private static final String KINDS = "http, kubernetes, folder or local";

    private EnvironmentFile() {}

    /// In the order of promotion, as they stand; production alone if none is named.
    static List<EnvironmentConfig> read(Tree tree) {
        var all = tree.tree("environments");
        if (all.isEmpty()) {
            return List.of(EnvironmentConfig.plain(EnvironmentId.PRODUCTION));
        }
        var environments = new ArrayList<EnvironmentConfig>();
        for (var name : all.get().keys()) {
            var part = all.get().perhapsTree(name);
            environments.add(
                    part.map(p -> environment(all.get(), name, p))
                            .orElseGet(() -> EnvironmentConfig.plain(id(all.get(), name))));
        }
        if (environments.isEmpty()) {
            throw tree.wrong("environments", "names none; leave it out to have production alone");
        }
        if (environments.stream().map(EnvironmentConfig::id).distinct().count()
                != environments.size()) {
            throw tree.wrong("environments", "names one twice (prod is production)");
        }
        return environments;
    }

    private static EnvironmentConfig environment(Tree all, String name, Tree part) {
        var id = id(all, name);
        var environment =
                new EnvironmentConfig(
                        id,
                        part.tree("pipeline").map(PipelineFile::pipeline),
                        gate(part),
                        part.find("zone").map(text -> zone(part, text)),
                        new Windows(maintenance(part), freezes(part)),
                        new Probes(urls(part), smoke(part)),
                        targets(part, id));
        part.end();
        return environment;
    }

    private static EnvironmentId id(Tree all, String name) {
        return value(all, name, name, EnvironmentId::new);
    }

    private static boolean gate(Tree part) {
        return part.find("gate")
                .map(
                        text -> {
                            if (!text.equals("person") && !text.equals("none")) {
                                throw part.wrong("gate", "has to be person or none, not " + text);
                            }
                            return text.equals("person");
                        })
                .orElse(false);
    }

    static ZoneId zone(Tree part, String text) {
        try {
            return ZoneId.of(text);
        } catch (DateTimeException e) {
            throw part.wrong("zone", "is not a time zone such as America/New_York: " + text);
        }
    }

    private static List<Windows.Maintenance> maintenance(Tree part) {
        var windows = new ArrayList<Windows.Maintenance>();
        for (var each : part.trees("maintenance")) {
            var days = new TreeSet<DayOfWeek>();
            each.texts("days").forEach(text -> days.add(day(each, text)));
            windows.add(new Windows.Maintenance(days, time(each, "from"), time(each, "until")));
            each.end();
        }
        return windows;
    }

    private static DayOfWeek day(Tree part, String text) {
        return Arrays.stream(DayOfWeek.values())
                .filter(day -> day.name().substring(0, 3).toLowerCase(Locale.ROOT).equals(text))
                .findFirst()
                .orElseThrow(
                        () -> part.wrong("days", "has to name days as mon, tue …, not " + text));
    }

    private static LocalTime time(Tree part, String key) {
        return value(part, key, part.text(key), LocalTime::parse, "a local time such as 22:00");
    }

    private static List<Windows.Freeze> freezes(Tree part) {
        var freezes = new ArrayList<Windows.Freeze>();
        for (var each : part.trees("freeze")) {
            var from = moment(each, "from");
            var until = moment(each, "until");
            if (!until.isAfter(from)) {
                throw each.wrong("until", "has to be after from, " + from);
            }
            freezes.add(new Windows.Freeze(from, until));
            each.end();
        }
        return freezes;
    }

    private static LocalDateTime moment(Tree part, String key) {
        return value(
                part,
                key,
                part.text(key),
                text ->
                        text.length() == 10
                                ? LocalDate.parse(text).atStartOfDay()
                                : LocalDateTime.parse(text),
                "a local date or date-time such as 2026-12-20 or 2026-12-20T18:00");
    }

    private static List<String> urls(Tree part) {
        var urls = part.texts("health");
        urls.stream()
                .filter(url -> !isUrl(url))
                .findFirst()
                .ifPresent(
                        url -> {
                            throw part.wrong("health", "has to list http addresses, not " + url);
                        });
        return urls;
    }

    private static boolean isUrl(String text) {
        return text.matches("https?://[^\\s]{1,500}");
    }

    private static List<Probes.Smoke> smoke(Tree part) {
        var tests = new ArrayList<Probes.Smoke>();
        for (var each : part.trees("smoke")) {
            var url = each.text("url");
            if (!isUrl(url)) {
                throw each.wrong("url", "has to be an http or https address, not " + url);
            }
            var after = each.find("after").orElse("apply");
            if (!after.equals("apply") && !after.equals("rollout")) {
                throw each.wrong("after", "has to be apply or rollout, not " + after);
            }
            tests.add(
                    new Probes.Smoke(
                            url,
                            each.whole("status").orElse(200),
                            each.find("contains"),
                            after.equals("rollout")));
            each.end();
        }
        return tests;
    }

    private static List<TargetConfig> targets(Tree part, EnvironmentId environment) {
        var targets = new ArrayList<TargetConfig>();
        part.tree("targets")
                .ifPresent(
                        all -> {
                            for (var name : all.keys()) {
                                targets.add(target(all, name, environment));
                            }
                        });
        return targets;
    }

    private static TargetConfig target(Tree all, String name, EnvironmentId environment) {
        var part = all.tree(name).orElseThrow();
        var kind = part.text("kind");
        if (!List.of(KINDS.split(", | or ")).contains(kind)) {
            throw part.wrong("kind", "has to be " + KINDS + ", not " + kind);
        }
        var route =
                new Route(
                        part.texts("tags"),
                        part.texts("policies").stream()
                                .map(text -> value(part, "policies", text, PolicyId::of))
                                .toList(),
                        part.find("when"));
        Routing.complaint(route)
                .ifPresent(
                        why -> {
                            throw part.wrong("when", "is no expression: " + why);
                        });
        var settings = new TreeMap<String, String>();
        for (var key : part.keys()) {
            if (!COMMON.contains(key)) {
                settings.put(key, part.text(key));
            }
        }
        return new TargetConfig(
                value(all, name, name, text -> new TargetId(environment, text)),
                kind,
                route,
                settings);
    }

    private static <T> T value(Tree part, String key, String text, Function<String, T> read) {
        try {
            return read.apply(text);
        } catch (IllegalArgumentException e) {
            throw part.wrong(key, "cannot be used: " + e.getMessage());
        }
    }

    private static <T> T value(
            Tree part, String key, String text, Function<String, T> read, String form) {
        try {
            return read.apply(text);
        } catch (DateTimeException e) {
            throw part.wrong(key, "has to be " + form + ", not " + text);
        }
    }
}
