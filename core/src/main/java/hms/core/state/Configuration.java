package hms.core.state;

import hms.core.event.ConfigEvent;
import hms.core.pipeline.Governance;
import hms.core.pipeline.Pipeline;
import hms.trust.Digest;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/// Configuration that decides, as of a ledger position.
public record Configuration(
        ZoneId zone,
        Governance governance,
        PMap<String, Pipeline> pipelines,
        PMap<EnvironmentId, Environment> environments,
        PMap<String, Partner> partners) {

    static final Configuration EMPTY =
            new Configuration(
                    ZoneOffset.UTC,
                    Governance.DEFAULT,
                    HashTreePMap.empty(),
                    HashTreePMap.empty(),
                    HashTreePMap.empty());

    /// @param position place in the order of promotion
    public record Environment(EnvironmentId id, String pipeline, int position) {}

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

    Configuration apply(ConfigEvent event) {
        return switch (event) {
            case ConfigEvent.LegalZoneSet e ->
                    new Configuration(e.zone(), governance, pipelines, environments, partners);
            case ConfigEvent.GovernanceSet e ->
                    new Configuration(zone, e.governance(), pipelines, environments, partners);
            case ConfigEvent.PipelineDefined e ->
                    new Configuration(
                            zone,
                            governance,
                            pipelines.plus(e.pipeline().name(), e.pipeline()),
                            environments,
                            partners);
            case ConfigEvent.EnvironmentDefined e ->
                    new Configuration(
                            zone,
                            governance,
                            pipelines,
                            environments.plus(
                                    e.environment(),
                                    new Environment(e.environment(), e.pipeline(), e.position())),
                            partners);
            case ConfigEvent.PartnerDefined e ->
                    new Configuration(
                            zone,
                            governance,
                            pipelines,
                            environments,
                            partners.plus(
                                    e.partner(),
                                    new Partner(
                                            e.partner(), e.channel(), e.address(), e.secret())));
            case ConfigEvent.PartnerRemoved e ->
                    new Configuration(
                            zone, governance, pipelines, environments, partners.minus(e.partner()));
        };
    }
}
