package hms.server.push;

import static java.nio.charset.StandardCharsets.UTF_8;

import hms.artifact.PolicyId;
import hms.core.state.EnvironmentId;
import hms.core.state.State;
import hms.server.view.Json;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.pcollections.PMap;
import org.pcollections.TreePMap;

/// An environment's live policies as of one state, with all that is needed to send them: the head
/// that event loops pin. Its messages are made when the first subscriber needs them, and shared.
final class Edition {

    private final EnvironmentId environment;
    private final Moment moment;
    private final State state;
    private final TreePMap<Long, PolicyId> changes;
    private final PMap<PolicyId, Fragment> fragments;
    private final PushLimits limits;
    private final Meter meter;
    private final Map<Step, Message> messages = new ConcurrentHashMap<>();
    private final Map<Long, Message> quiet = new ConcurrentHashMap<>();
    private final AtomicLong kept = new AtomicLong();

    /// Where a message begins, and for whom it is.
    private record Step(Selection selection, long from) {}

    /// @param fragments of all policies that changed ever
    Edition(
            EnvironmentId environment,
            Moment moment,
            PMap<PolicyId, Fragment> fragments,
            PushLimits limits,
            Meter meter) {
        this.environment = environment;
        this.moment = moment;
        this.state = moment.state();
        this.changes = state.live().changes(environment);
        this.fragments = fragments;
        this.limits = limits;
        this.meter = meter;
    }

    EnvironmentId environment() {
        return environment;
    }

    /// What it was made from.
    Moment moment() {
        return moment;
    }

    State state() {
        return state;
    }

    PMap<PolicyId, Fragment> fragments() {
        return fragments;
    }

    /// The revision's size: what a subscriber has come to that has all of this.
    long to() {
        return state.size();
    }

    Revision revision() {
        return new Revision(state.epoch(), state.size());
    }

    /// Whether subscribers that have this have what holds in the other state too. By identity: what
    /// did not change is the same.
    @SuppressWarnings("ReferenceEquality")
    boolean isCurrentIn(State other) {
        var theirs = other.live().changes(environment);
        return (changes == theirs || (changes.isEmpty() && theirs.isEmpty()))
                && state.configuration().zone().equals(other.configuration().zone());
    }

    /// What changed from an entry on.
    Map<Long, PolicyId> since(long from) {
        return changes.tailMap(from, true);
    }

    /// The next message for a subscriber that has come to `from`; 0 if it has nothing yet.
    Message next(Selection selection, long from) {
        var step = new Step(selection, from);
        var known = messages.get(step);
        if (known != null) {
            return known;
        }
        if (kept.get() > limits.cachedBytes()) {
            return encoded(step);
        }
        return messages.computeIfAbsent(
                step,
                asked -> {
                    var message = encoded(asked);
                    kept.addAndGet(message.length());
                    return message;
                });
    }

    /// What tells a subscriber that nothing changed for it.
    Message nothing(long from) {
        return quiet.computeIfAbsent(
                from, begin -> message(begin, Math.max(begin, to()), true, new Chunk()));
    }

    private Message encoded(Step step) {
        meter.encoded();
        var chunk = new Chunk();
        for (var change : since(step.from()).entrySet()) {
            if (!step.selection().names(change.getValue())) {
                continue;
            }
            var fragment = Objects.requireNonNull(fragments.get(change.getValue()));
            boolean has = step.selection().has(fragment.tags());
            if (!has && step.from() == 0) {
                // nothing can be gone of nothing; later in a snapshot it can, as the head moves
                continue;
            }
            int more = has ? chunk.cost(fragment) : change.getValue().text().length() + 3;
            if (chunk.size > 0 && chunk.size + more > limits.chunkBytes()) {
                return message(step.from(), change.getKey(), false, chunk);
            }
            chunk.size += more;
            if (has) {
                chunk.policies.add(fragment);
                chunk.approvals.putAll(fragment.approvals());
            } else {
                chunk.gone.add(change.getValue().text());
            }
        }
        return message(step.from(), Math.max(step.from(), to()), true, chunk);
    }

    /// What a message is made of.
    private static final class Chunk {
        private final ArrayList<Fragment> policies = new ArrayList<>();
        private final ArrayList<String> gone = new ArrayList<>();
        private final Map<String, byte[]> approvals = new LinkedHashMap<>();
        private int size;

        private int cost(Fragment fragment) {
            int cost = fragment.json().length + 1;
            for (var approval : fragment.approvals().entrySet()) {
                cost += approvals.containsKey(approval.getKey()) ? 0 : approval.getValue().length;
            }
            return cost;
        }
    }

    private Message message(long from, long to, boolean commits, Chunk chunk) {
        var out = new ByteArrayOutputStream(chunk.size + 256);
        out.writeBytes(
                ("{\"type\":\"change\",\"env\":\""
                                + environment.value()
                                + "\",\"epoch\":"
                                + state.epoch()
                                + ",\"from\":"
                                + from
                                + ",\"to\":"
                                + to
                                + ",\"commit\":"
                                + commits
                                + (from == 0 ? ",\"reset\":true" : "")
                                + ",\"zone\":"
                                + Json.text(state.configuration().zone().getId())
                                + ",\"at\":\""
                                + state.at()
                                + "\",\"policies\":[")
                        .getBytes(UTF_8));
        join(out, chunk.policies.stream().map(Fragment::json).toList());
        out.writeBytes("],\"gone\":".getBytes(UTF_8));
        out.writeBytes(Json.bytes(chunk.gone));
        out.writeBytes(",\"approvals\":{".getBytes(UTF_8));
        join(out, List.copyOf(chunk.approvals.values()));
        out.writeBytes("}}".getBytes(UTF_8));
        var id = commits ? new Revision(state.epoch(), to).toString() : "";
        return new Message("change", id, out.toByteArray(), to, commits);
    }

    private static void join(ByteArrayOutputStream out, List<byte[]> parts) {
        for (int i = 0; i < parts.size(); i++) {
            if (i > 0) {
                out.write(',');
            }
            out.writeBytes(parts.get(i));
        }
    }
}
