package hms.server.view;

import static java.nio.charset.StandardCharsets.UTF_8;

import hms.artifact.PolicyId;
import hms.core.event.EventCodec;
import hms.core.pipeline.Governance;
import hms.core.pipeline.Pipeline;
import hms.core.pipeline.Route;
import hms.core.pipeline.Stage;
import hms.core.pipeline.Windows;
import hms.core.state.Configuration;
import hms.core.state.Configuration.Environment;
import hms.core.state.Configuration.Target;
import hms.runs.target.Probes;
import hms.trust.Digest;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The configuration as an `hms.yaml` that says the same. What belongs to the process, such as its
/// public address, is not on the ledger and not in here.
final class ConfigText {

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z][A-Za-z0-9_/.-]*");

    private final Configuration configuration;
    private final Function<Digest, byte[]> content;

    /// @param content of the blobs that the configuration names
    ConfigText(Configuration configuration, Function<Digest, byte[]> content) {
        this.configuration = configuration;
        this.content = content;
    }

    String text() {
        var document = new LinkedHashMap<String, Object>();
        document.put("zone", configuration.zone().getId());
        var shared = shared();
        put(document, "environments", environments(shared));
        put(document, "governance", configuration.governance().rules().stream().map(this::rule));
        put(document, "partners", partners());
        shared.ifPresent(pipeline -> document.put("pipeline", of(pipeline)));
        var text = new StringBuilder();
        write(text, document, "");
        return text.toString();
    }

    /// The pipeline of the last environment; another's own is written with it.
    private Optional<Pipeline> shared() {
        return configuration.inOrder().stream()
                .reduce((first, last) -> last)
                .flatMap(last -> configuration.pipeline(last.pipeline()));
    }

    private Map<String, Object> environments(Optional<Pipeline> shared) {
        var all = new LinkedHashMap<String, Object>();
        for (var environment : configuration.inOrder()) {
            all.put(environment.id().value(), environment(environment, shared));
        }
        return all;
    }

    private Map<String, Object> environment(Environment environment, Optional<Pipeline> shared) {
        var part = new LinkedHashMap<String, Object>();
        var rules = environment.rules();
        if (rules.gate()) {
            part.put("gate", "person");
        }
        rules.zone().ifPresent(zone -> part.put("zone", zone.getId()));
        put(part, "maintenance", rules.windows().maintenance().stream().map(this::window));
        put(part, "freeze", rules.windows().freezes().stream().map(this::freeze));
        rules.probes().map(content).map(Probes::of).ifPresent(probes -> probes(part, probes));
        var targets = new LinkedHashMap<String, Object>();
        configuration
                .targetsOf(environment.id())
                .forEach(target -> targets.put(target.id().name(), of(target)));
        put(part, "targets", targets);
        if (shared.filter(s -> s.name().equals(environment.pipeline())).isEmpty()) {
            configuration
                    .pipeline(environment.pipeline())
                    .ifPresent(own -> part.put("pipeline", of(own)));
        }
        return part;
    }

    private Map<String, Object> window(Windows.Maintenance window) {
        var part = new LinkedHashMap<String, Object>();
        put(part, "days", ConfigWords.days(window).stream());
        part.put("from", window.from().toString());
        part.put("until", window.until().toString());
        return part;
    }

    private Map<String, Object> freeze(Windows.Freeze freeze) {
        var part = new LinkedHashMap<String, Object>();
        part.put("from", freeze.from().toString());
        part.put("until", freeze.until().toString());
        return part;
    }

    private void probes(Map<String, Object> part, Probes probes) {
        put(part, "health", probes.health().stream());
        put(part, "smoke", probes.smoke().stream().map(this::test));
    }

    private Map<String, Object> test(Probes.Smoke test) {
        var part = new LinkedHashMap<String, Object>();
        part.put("url", test.url());
        part.put("status", test.status());
        test.contains().ifPresent(text -> part.put("contains", text));
        if (test.afterRollout()) {
            part.put("after", "rollout");
        }
        return part;
    }

    private Map<String, Object> of(Target target) {
        var part = new LinkedHashMap<String, Object>();
        part.put("kind", target.kind());
        route(part, target.route());
        part.putAll(ConfigReads.settings(content.apply(target.settings())));
        return part;
    }

    private static void route(Map<String, Object> part, Route route) {
        put(part, "tags", route.tags().stream());
        put(part, "policies", route.policies().stream().map(PolicyId::text));
        route.when().ifPresent(when -> part.put("when", when));
    }

    private Map<String, Object> rule(Governance.Rule rule) {
        var part = new LinkedHashMap<String, Object>();
        rule.match().tag().ifPresent(tag -> part.put("tag", tag));
        rule.match().agency().ifPresent(agency -> part.put("agency", agency));
        rule.match().policy().ifPresent(policy -> part.put("policy", policy.text()));
        part.put("approvals", rule.approvals());
        put(part, "roles", rule.roles().stream());
        if (rule.separation()) {
            part.put("separation", true);
        }
        rule.leadTime().ifPresent(time -> part.put("leadTime", ConfigWords.time(time)));
        if (rule.refusePast()) {
            part.put("refusePast", true);
        }
        rule.canary().ifPresent(on -> part.put("canary", on));
        return part;
    }

    private Map<String, Object> partners() {
        var all = new LinkedHashMap<String, Object>();
        configuration.partners().values().stream()
                .sorted(Comparator.comparing(Configuration.Partner::name))
                .forEach(
                        partner -> {
                            var part = new LinkedHashMap<String, Object>();
                            part.put(
                                    "webhook", new String(content.apply(partner.address()), UTF_8));
                            part.put("secret", partner.secret());
                            all.put(partner.name(), part);
                        });
        return all;
    }

    private Map<String, Object> of(Pipeline pipeline) {
        var part = new LinkedHashMap<String, Object>();
        part.put("name", pipeline.name());
        put(part, "stages", pipeline.stages().stream().map(ConfigText::of));
        return part;
    }

    private static Map<String, Object> of(Stage stage) {
        var part = new LinkedHashMap<String, Object>();
        part.put("id", stage.id());
        part.put("uses", stage.uses().text());
        part.put("title", stage.title());
        part.putAll(stage.options());
        return part;
    }

    private static void put(Map<String, Object> into, String key, Map<String, Object> part) {
        if (!part.isEmpty()) {
            into.put(key, part);
        }
    }

    private static void put(Map<String, Object> into, String key, Stream<?> items) {
        List<?> list = items.toList();
        if (!list.isEmpty()) {
            into.put(key, list);
        }
    }

    private static void write(StringBuilder text, Map<?, ?> map, String indent) {
        map.forEach(
                (key, value) -> {
                    text.append(indent).append(scalar(key)).append(':');
                    switch (value) {
                        case Map<?, ?> inner when inner.isEmpty() -> text.append('\n');
                        case Map<?, ?> inner -> {
                            text.append('\n');
                            write(text, inner, indent + "  ");
                        }
                        case List<?> list -> {
                            text.append('\n');
                            list.forEach(
                                    item ->
                                            text.append(indent)
                                                    .append("  - ")
                                                    .append(flow(item))
                                                    .append('\n'));
                        }
                        case Object single -> text.append(' ').append(scalar(single)).append('\n');
                    }
                });
    }

    /// On one line.
    private static String flow(Object item) {
        return switch (item) {
            case Map<?, ?> map ->
                    map.entrySet().stream()
                            .map(e -> scalar(e.getKey()) + ": " + flow(e.getValue()))
                            .collect(Collectors.joining(", ", "{ ", " }"));
            case List<?> list ->
                    list.stream().map(ConfigText::flow).collect(Collectors.joining(", ", "[", "]"));
            case Object single -> scalar(single);
        };
    }

    /// Plain where YAML reads it back as this text, else quoted as JSON quotes it, which YAML 1.2
    /// reads alike.
    private static String scalar(Object value) {
        return switch (value) {
            case Integer number -> number.toString();
            case Boolean truth -> truth.toString();
            case Object other -> {
                var text = other.toString();
                yield PLAIN.matcher(text).matches() && !isWord(text)
                        ? text
                        : EventCodec.mapper().writeValueAsString(text);
            }
        };
    }

    /// Whether YAML takes the text for something else.
    private static boolean isWord(String text) {
        return text.matches("(?i)true|false|null|yes|no|on|off|nan|inf");
    }
}
