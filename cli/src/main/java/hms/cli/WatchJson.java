package hms.cli;

import hms.artifact.Canary;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.util.RawValue;

/// What was watched, one JSON object a line; `event` says what it is.
final class WatchJson implements WatchVoice {
    private final Screen screen;

    WatchJson(Screen screen) {
        this.screen = screen;
    }

    @Override
    public void begins(Instant at, String environment, Collection<Seen> policies) {
        say(event("begin", at).put("env", environment).put("policies", policies.size()));
        for (var policy : policies) {
            var line = event("value", at).put("policy", policy.id());
            side(line, policy);
            values(line.putObject("values"), policy.values());
            say(line);
        }
    }

    @Override
    public void changes(Instant at, Seen before, Seen after) {
        var line = event("change", at).put("policy", after.id());
        side(line.putObject("before"), before);
        side(line.putObject("after"), after);
        var changes = line.putArray("changes");
        for (var difference : after.against(before)) {
            var change = changes.addObject().put("name", difference.name());
            put(change, difference.name(), "before", difference.before().orElse("null"));
            put(change, difference.name(), "after", difference.after().orElse("null"));
        }
        say(line);
    }

    private static void side(ObjectNode line, Seen seen) {
        line.put("version", seen.version().orElse(null)).put("status", seen.status());
    }

    private static void values(ObjectNode node, Map<String, String> values) {
        values.forEach((name, json) -> put(node, name, name, json));
    }

    /// Values are JSON already, exact to the last digit; rules are texts.
    private static void put(ObjectNode node, String value, String field, String json) {
        if (value.startsWith("rules.") && !json.equals("null")) {
            node.put(field, json);
        } else {
            node.putRawValue(field, new RawValue(json));
        }
    }

    @Override
    public void canary(Instant at, String policy, String what, Canary canary) {
        say(
                event("canary", at)
                        .put("policy", policy)
                        .put("what", what)
                        .put("run", canary.run())
                        .put("version", canary.version().toString())
                        .put("select", canary.selector().text())
                        .put("mode", canary.shadow() ? "shadow" : "enforce"));
    }

    @Override
    public void stale(Instant since) {
        say(event("stale", since));
    }

    @Override
    public void connected(Instant at) {
        say(event("connected", at));
    }

    @Override
    public void trouble(Instant at, String what) {
        say(event("trouble", at).put("detail", what));
    }

    private static ObjectNode event(String name, Instant at) {
        return JsonNodeFactory.instance.objectNode().put("event", name).put("at", at.toString());
    }

    private void say(ObjectNode line) {
        screen.raw(line.toString());
    }
}
