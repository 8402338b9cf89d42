package hms.checks.scan;

import static java.nio.charset.StandardCharsets.UTF_8;

import hms.artifact.Artifact;
import hms.artifact.Manifest;
import hms.artifact.PolicyId;
import hms.checks.pack.PackagedPolicy;
import hms.trust.Digest;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What is scanned: the policies of a package.
///
/// @param policies the artifacts, with the files that they name; at least one
/// @param companions the artifacts that may stand behind their `uses`, besides each other
/// @param at when they would be in force, where they do not say so themselves
/// @param zone the zone of local dates where an artifact names none
public record ScanTarget(
        List<PackagedPolicy> policies,
        Map<PolicyId, Artifact> companions,
        Instant at,
        ZoneId zone) {
    public ScanTarget {
        policies = List.copyOf(policies);
        companions = Map.copyOf(companions);
    }

    /// The digest of all that is in the package, approvals aside: the root that they sign.
    public Digest content() {
        return new Manifest(
                        policies.stream()
                                .map(p -> Manifest.Member.of(p.artifact(), p.files()))
                                .toList())
                .root();
    }

    /// The digest of the content and of what its rules depend on besides: the policies that it
    /// uses, and the day.
    public Digest context() {
        var text = new StringBuilder(content().toString());
        var used = new TreeMap<String, String>();
        for (var policy : policies) {
            text.append('\n').append(day(policy.artifact()));
            uses(policy.artifact())
                    .orElse(Map.of())
                    .values()
                    .forEach(other -> used.put(other.name(), other.digest().toString()));
        }
        return Digest.sha256(text.append('\n').append(used).toString().getBytes(UTF_8));
    }

    /// The artifacts behind the aliases of an artifact's `uses`; empty if one is not known.
    public Optional<Map<String, Artifact>> uses(Artifact artifact) {
        var known = new HashMap<>(companions);
        policies.forEach(policy -> known.put(policy.artifact().id(), policy.artifact()));
        var uses = new LinkedHashMap<String, Artifact>();
        artifact.uses()
                .forEach(
                        (alias, id) ->
                                Optional.ofNullable(known.get(id))
                                        .ifPresent(found -> uses.put(alias, found)));
        return uses.size() == artifact.uses().size() ? Optional.of(uses) : Optional.empty();
    }

    /// The day on which an artifact would be in force.
    public LocalDate day(Artifact artifact) {
        return artifact.effectiveInstant(zone)
                .filter(at::isBefore)
                .orElse(at)
                .atZone(artifact.zone(zone))
                .toLocalDate();
    }
}
