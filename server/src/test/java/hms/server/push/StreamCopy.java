package hms.server.push;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/// What a subscriber holds: gathered from messages, and shown when a revision is complete.
public final class StreamCopy {

    /// As it may be shown, by policy.
    public TreeMap<String, JsonNode> shown = new TreeMap<>();

    private TreeMap<String, JsonNode> gathered = new TreeMap<>();
    public long size;
    public boolean complete;
    public int commits;
    private long committed;

    public void apply(JsonNode change) {
        if (change.path("reset").asBoolean(false)) {
            assertThat(change.path("from").asLong()).isZero();
            gathered = new TreeMap<>();
        } else {
            assertThat(change.path("from").asLong()).isEqualTo(size);
        }
        assertThat(change.path("to").asLong()).isGreaterThanOrEqualTo(change.path("from").asLong());
        for (var policy : change.path("policies")) {
            assertThat(policy.path("changed").asLong())
                    .isBetween(change.path("from").asLong(), change.path("to").asLong() - 1);
            approvalsAreThere(change, policy);
            gathered.put(policy.path("id").asString(), policy);
        }
        change.path("gone").forEach(id -> gathered.remove(id.asString()));
        size = change.path("to").asLong();
        complete = change.path("commit").asBoolean();
        if (complete) {
            commits++;
            committed = size;
            shown = new TreeMap<>(gathered);
        }
    }

    private static void approvalsAreThere(JsonNode change, JsonNode policy) {
        for (var artifact : policy.path("artifacts")) {
            for (var cover : artifact.path("approvals")) {
                assertThat(change.path("approvals").has(cover.path("id").asString())).isTrue();
            }
        }
    }

    /// The connection broke: what was gathered since the last revision is worth nothing.
    public void resume() {
        gathered = new TreeMap<>(shown);
        size = committed;
        complete = true;
    }

    /// The version of a policy's last interval; empty if there is none.
    public String version(String policy) {
        if (!shown.containsKey(policy)) {
            return "";
        }
        var intervals = shown.get(policy).path("intervals");
        return intervals.isEmpty()
                ? ""
                : intervals.get(intervals.size() - 1).path("version").asString();
    }
}
