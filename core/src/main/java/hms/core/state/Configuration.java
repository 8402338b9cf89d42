package hms.core.state;

import hms.core.event.ConfigEvent;
import hms.core.pipeline.Governance;
import hms.core.pipeline.Pipeline;
import hms.core.pipeline.Route;
import hms.core.pipeline.Windows;
import hms.trust.Digest;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/// Configuration that decides, as of a ledger position.
public record Configuration(
        ZoneId zone,
        Governance governance,
        PMap<String, Pipeline> pipelines,
        PMap<EnvironmentId, Environment> environments,
        PMap<TargetId, Target> targets,
        PMap<String, Partner> partners) {

    static final Configuration EMPTY =
            new Configuration(
                    ZoneOffset.UTC,
                    Governance.DEFAULT,
                    HashTreePMap.empty(),
                    HashTreePMap.empty(),
                    HashTreePMap.empty(),
                    HashTreePMap.empty());

    /// @param position place in the order of promotion
    public record Environment(EnvironmentId id, String pipeline, int position, Rules rules) {}

    /// @param gate   whether a person has to agree before a release enters
    /// @param zone   the legal zone of the windows; absent: the installation's
    /// @param probes blob of what is asked of it
    public record Rules(
            boolean gate, Optional<ZoneId> zone, Windows windows, Optional<Digest> probes) {
        public static final Rules NONE =
                new Rules(false, Optional.empty(), Windows.ALWAYS, Optional.empty());
    }

    /// @param settings blob of its settings
    public record Target(TargetId id, String kind, Digest settings, Route route) {}

    /// @param address blob of the address
    /// @param secret  reference to the secret
    public record Partner(String name, String channel, Digest address, String secret) {}

    public Optional<Environment> environment(EnvironmentId id) {
        return Optional.ofNullable(environments.get(id));
    }

    public Optional<Pipeline> pipeline(String name) {
        return Optional.ofNullable(pipelines.get(name));
    }

    public Optional<Partner> partner(String name) {
        return Optional.ofNullable(partners.get(name));
    }

    /// Environments in the order of promotion.
    public List<Environment> inOrder() {
        return environments.values().stream()
                .sorted(Comparator.comparingInt(Environment::position))
                .toList();
    }

    /// The last environment in the order of promotion: the one in which law is in force. The
    /// others rehearse it.
    public boolean isLast(EnvironmentId id) {
        var ordered = inOrder();
        return !ordered.isEmpty() && ordered.getLast().id().equals(id);
    }

    /// The environments that a release into one passes through, in the order of promotion; that one
    /// is the last. Empty if there is no such environment.
    public List<EnvironmentId> way(EnvironmentId destination) {
        var there = environment(destination);
        if (there.isEmpty()) {
            return List.of();
        }
        var named =
                pipeline(there.get().pipeline()).stream()
                        .flatMap(p -> p.stages().stream())
                        .flatMap(stage -> stage.environmentName().stream())
                        .map(EnvironmentId::new)
                        .collect(Collectors.toSet());
        return inOrder().stream()
                .filter(e -> e.position() <= there.get().position())
                .map(Environment::id)
                .filter(id -> id.equals(destination) || named.contains(id))
                .toList();
    }

    /// Targets of an environment, by name.
    public List<Target> targetsOf(EnvironmentId environment) {
        return targets.values().stream()
                .filter(target -> target.id().environment().equals(environment))
                .sorted(Comparator.comparing(target -> target.id().name()))
                .toList();
    }

    /// Why the environment may not be touched now, and when it may; empty if it may.
    public Optional<Windows.Closed> closed(EnvironmentId id, Instant at) {
        return environment(id)
                .flatMap(e -> e.rules().windows().closed(at, e.rules().zone().orElse(zone)));
    }

    Configuration apply(ConfigEvent event) {
        return switch (event) {
            case ConfigEvent.LegalZoneSet e ->
                    new Configuration(
                            e.zone(), governance, pipelines, environments, targets, partners);
            case ConfigEvent.GovernanceSet e ->
                    new Configuration(
                            zone, e.governance(), pipelines, environments, targets, partners);
            case ConfigEvent.PipelineDefined e ->
                    new Configuration(
                            zone,
                            governance,
                            pipelines.plus(e.pipeline().name(), e.pipeline()),
                            environments,
                            targets,
                            partners);
            case ConfigEvent.EnvironmentDefined e ->
                    with(
                            new Environment(
                                    e.environment(),
                                    e.pipeline(),
                                    e.position(),
                                    environment(e.environment())
                                            .map(Environment::rules)
                                            .orElse(Rules.NONE)));
            case ConfigEvent.EnvironmentRuled e -> {
                var before = environment(e.environment()).orElseThrow();
                yield with(
                        new Environment(
                                before.id(),
                                before.pipeline(),
                                before.position(),
                                new Rules(e.gate(), e.zone(), e.windows(), e.probes())));
            }
            case ConfigEvent.EnvironmentRemoved e ->
                    new Configuration(
                            zone,
                            governance,
                            pipelines,
                            environments.minus(e.environment()),
                            targets,
                            partners);
            case ConfigEvent.TargetDefined e ->
                    with(
                            targets.plus(
                                    e.target(),
                                    new Target(e.target(), e.kind(), e.settings(), e.route())));
            case ConfigEvent.TargetRemoved e -> with(targets.minus(e.target()));
            case ConfigEvent.PartnerDefined e ->
                    new Configuration(
                            zone,
                            governance,
                            pipelines,
                            environments,
                            targets,
                            partners.plus(
                                    e.partner(),
                                    new Partner(
                                            e.partner(), e.channel(), e.address(), e.secret())));
            case ConfigEvent.PartnerRemoved e ->
                    new Configuration(
                            zone,
                            governance,
                            pipelines,
                            environments,
                            targets,
                            partners.minus(e.partner()));
        };
    }

    private Configuration with(Environment environment) {
        return new Configuration(
                zone,
                governance,
                pipelines,
                environments.plus(environment.id(), environment),
                targets,
                partners);
    }

    private Configuration with(PMap<TargetId, Target> next) {
        return new Configuration(zone, governance, pipelines, environments, next, partners);
    }
}
