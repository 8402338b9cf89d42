package hms.client.live;

import hms.artifact.Artifact;
import hms.artifact.Canary;
import hms.artifact.LivePolicy;
import hms.artifact.Timeline;
import hms.client.wire.Delivery;
import hms.client.wire.Revision;
import hms.trust.Digest;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Policies made by hand, approved by nobody: what programs are tested with. Each change makes
/// another revision.
public final class HandMade {
    private final ZoneId zone;
    private final Map<String, Timeline> timelines = new TreeMap<>();
    private final Map<String, Canary> canaries = new TreeMap<>();
    private final Map<Digest, Artifact> artifacts = new HashMap<>();
    private long size;

    /// @param zone the legal zone
    public HandMade(ZoneId zone) {
        this.zone = zone;
    }

    /// Puts a version in force from an instant on, at most until it expires.
    public void enter(Artifact artifact, Instant from) {
        artifacts.put(artifact.digest(), artifact);
        act(
                artifact.id().text(),
                artifact.zone(zone),
                Timeline.Entry.activated(
                        artifact.version(),
                        artifact.digest(),
                        from,
                        artifact.expiresInstant(zone)));
    }

    /// Records something else about a policy.
    public void act(String id, ZoneId days, Timeline.Act act) {
        timelines.put(id, timelines.getOrDefault(id, Timeline.empty(days)).plus(act));
        size++;
    }

    /// Tries a version with some readers.
    public void canary(Artifact artifact, Canary canary) {
        artifacts.put(artifact.digest(), artifact);
        timelines.putIfAbsent(artifact.id().text(), Timeline.empty(artifact.zone(zone)));
        canaries.put(artifact.id().text(), canary);
        size++;
    }

    /// Ends a canary.
    public void endCanary(String id) {
        canaries.remove(id);
        size++;
    }

    /// All of it, as of an instant.
    public Holdings holdings(Instant at) {
        var policies = new HashMap<String, Holding>();
        timelines.forEach((id, timeline) -> policies.put(id, holding(id, timeline)));
        return new Holdings("test", new Revision(0, size), zone, at, policies);
    }

    private Holding holding(String id, Timeline timeline) {
        var canary = Optional.ofNullable(canaries.get(id));
        var approved = new HashMap<Digest, Holding.Approved>();
        timeline.intervals().forEach(each -> add(approved, each.entry().digest()));
        canary.ifPresent(each -> add(approved, each.digest()));
        var policyId = hms.artifact.PolicyId.of(id);
        return new Holding(
                new Delivery(
                        policyId,
                        size,
                        timeline.intervals(),
                        timeline.suspensions(),
                        canary,
                        Map.of()),
                new LivePolicy(policyId, timeline, canary),
                approved,
                Map.of());
    }

    private void add(Map<Digest, Holding.Approved> approved, Digest digest) {
        var artifact = artifacts.get(digest);
        if (artifact == null) {
            throw new IllegalStateException("no artifact " + digest.brief());
        }
        approved.put(digest, new Holding.Approved(artifact, Optional.empty(), List.of()));
    }
}
