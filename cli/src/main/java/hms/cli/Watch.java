package hms.cli;

import hms.artifact.Canary;
import hms.client.wire.Message;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Live values as somebody watches them who is in no canary: gathers what comes until a revision is
/// complete, then says what became different. Versions that were delivered ahead take their turn
/// when their instant comes.
final class Watch {
    /// Heartbeats come every five seconds.
    private static final Duration QUIET = Duration.ofSeconds(12);

    private final WatchVoice voice;
    private final String environment;
    private final List<String> ids;

    private ZoneId zone = ZoneOffset.UTC;
    private Map<String, WatchedPolicy> gathered = new TreeMap<>();
    private Map<String, WatchedPolicy> shown = new TreeMap<>();
    private final Map<String, Seen> seen = new LinkedHashMap<>();
    private final Set<String> touched = new TreeSet<>();
    private Optional<Instant> wake = Optional.empty();
    private boolean begun;
    private boolean stale;
    private Instant heard;

    /// @param ids those that were asked for; none: all that there are
    Watch(WatchVoice voice, String environment, List<String> ids, Instant now) {
        this.voice = voice;
        this.environment = environment;
        this.ids = ids;
        this.heard = now;
    }

    /// A message came.
    ///
    /// @return how many policies are different now
    int hear(Message message, Instant now) {
        heard = now;
        if (stale) {
            stale = false;
            voice.connected(now);
        }
        return switch (message) {
            case Message.Change change -> change(change, now);
            case Message.End end -> {
                voice.trouble(now, "The server ends the stream: " + end.detail());
                yield 0;
            }
            case Message.Heartbeat _ -> 0;
            case Message.Other _ -> 0;
        };
    }

    /// Something came that is no message.
    void unreadable(String why, Instant now) {
        heard = now;
        voice.trouble(now, "The server sent what cannot be read: " + why);
    }

    private int change(Message.Change change, Instant now) {
        if (change.reset()) {
            touched.addAll(gathered.keySet());
            gathered = new TreeMap<>();
        }
        zone = change.zone().orElse(zone);
        for (var delivery : change.policies()) {
            touched.add(delivery.id().text());
            try {
                gathered.put(delivery.id().text(), WatchedPolicy.of(delivery, zone));
            } catch (IllegalArgumentException e) {
                voice.trouble(now, Spelling.sentence(String.valueOf(e.getMessage())));
            }
        }
        for (var id : change.gone()) {
            touched.add(id.text());
            gathered.remove(id.text());
        }
        if (!change.commit()) {
            return 0;
        }
        var before = shown;
        shown = new TreeMap<>(gathered);
        return begun ? compare(before, change.at().orElse(now), now) : begin(now);
    }

    private int begin(Instant now) {
        begun = true;
        ids.forEach(id -> seen.put(id, Seen.nothing(id)));
        shown.forEach((id, policy) -> seen.put(id, policy.at(now)));
        voice.begins(now, environment, seen.values());
        touched.clear();
        wake = next(now);
        shown.forEach(
                (id, policy) ->
                        policy.canary().ifPresent(c -> voice.canary(c.since(), id, "began", c)));
        return 0;
    }

    private int compare(Map<String, WatchedPolicy> before, Instant at, Instant now) {
        var ids = List.copyOf(touched);
        touched.clear();
        for (var id : ids) {
            canaries(
                    at,
                    id,
                    Optional.ofNullable(before.get(id)).flatMap(WatchedPolicy::canary),
                    Optional.ofNullable(shown.get(id)).flatMap(WatchedPolicy::canary));
        }
        return look(ids, at, now);
    }

    private void canaries(Instant at, String id, Optional<Canary> before, Optional<Canary> after) {
        var same =
                before.isPresent()
                        && after.isPresent()
                        && before.get().run() == after.get().run()
                        && before.get().shadow() == after.get().shadow();
        if (same && !before.get().selector().equals(after.get().selector())) {
            voice.canary(at, id, "widened", after.get());
        } else if (!same) {
            before.ifPresent(canary -> voice.canary(at, id, "ended", canary));
            after.ifPresent(canary -> voice.canary(at, id, "began", canary));
        }
    }

    /// Time has passed.
    ///
    /// @return how many policies are different now
    int pass(Instant now) {
        if (!stale && begun && Duration.between(heard, now).compareTo(QUIET) > 0) {
            stale = true;
            voice.stale(heard);
        }
        return wake.filter(at -> !now.isBefore(at)).isPresent()
                ? look(List.copyOf(shown.keySet()), now, now)
                : 0;
    }

    private int look(Collection<String> ids, Instant at, Instant now) {
        var changed = 0;
        for (var id : ids) {
            var before = seen.getOrDefault(id, Seen.nothing(id));
            var policy = shown.get(id);
            var after = policy == null ? Seen.nothing(id) : policy.at(now);
            if (!after.equals(before)) {
                voice.changes(at, before, after);
                changed++;
            }
            seen.put(id, after);
        }
        wake = next(now);
        return changed;
    }

    private Optional<Instant> next(Instant now) {
        return shown.values().stream()
                .flatMap(policy -> policy.next(now).stream())
                .min(Instant::compareTo);
    }

    /// When to look again, though nothing comes.
    Optional<Instant> wake() {
        return wake;
    }
}
