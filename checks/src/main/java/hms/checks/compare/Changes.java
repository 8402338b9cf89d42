package hms.checks.compare;

import hms.artifact.Artifact;
import hms.artifact.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Compares what two versions decide and say, place by place: values first, then rules and inputs,
/// then prose and dates.
public final class Changes {

    private Changes() {}

    /// What differs, in the order in which a person would ask for it.
    public static List<Change> between(Artifact before, Artifact after) {
        return between(places(before), places(after));
    }

    /// What differs between values, such as those of two days.
    public static List<Change> ofValues(Map<String, Value> before, Map<String, Value> after) {
        return between(places(before), places(after));
    }

    private static List<Change> between(Map<String, String> old, Map<String, String> now) {
        var paths = new LinkedHashSet<>(now.keySet());
        paths.addAll(old.keySet());
        var changes = new ArrayList<Change>();
        for (var path : paths) {
            var was = Optional.ofNullable(old.get(path));
            var is = Optional.ofNullable(now.get(path));
            if (!was.equals(is)) {
                changes.add(new Change(path, was, is));
            }
        }
        return changes;
    }

    private static Map<String, String> places(Map<String, Value> values) {
        var places = new LinkedHashMap<String, String>();
        values.forEach((name, value) -> place(places, name, value));
        return places;
    }

    private static Map<String, String> places(Artifact artifact) {
        var places = places(artifact.values());
        artifact.rules().forEach((name, rule) -> text(places, "rules." + name, rule.expression()));
        artifact.inputs()
                .forEach((name, input) -> text(places, "inputs." + name, input.type().key()));
        artifact.uses()
                .forEach((alias, policy) -> text(places, "uses." + alias, policy.toString()));
        text(places, "title", artifact.title());
        artifact.agency().ifPresent(a -> text(places, "agency", a));
        artifact.summary().ifPresent(s -> text(places, "summary", s));
        artifact.content().ifPresent(c -> text(places, "content", c));
        artifact.effective().ifPresent(e -> text(places, "effective", e.toString()));
        artifact.expires().ifPresent(e -> text(places, "expires", e.toString()));
        text(places, "tags", String.join(", ", artifact.tags()));
        text(places, "partners", String.join(", ", artifact.partners()));
        return places;
    }

    private static void place(Map<String, String> places, String path, Value value) {
        switch (value) {
            case Value.MapValue map ->
                    map.entries().forEach((key, part) -> place(places, path + "." + key, part));
            case Value.Dated dated ->
                    dated.steps()
                            .forEach(
                                    (date, part) ->
                                            places.put(
                                                    path + "." + date,
                                                    part.map(Value::toJson).orElse("null")));
            case Value.Text v -> places.put(path, v.toJson());
            case Value.Num v -> places.put(path, v.toJson());
            case Value.Bool v -> places.put(path, v.toJson());
            case Value.Date v -> places.put(path, v.toJson());
            case Value.ListValue v -> places.put(path, v.toJson());
        }
    }

    private static void text(Map<String, String> places, String path, String text) {
        places.put(path, new Value.Text(text).toJson());
    }
}
