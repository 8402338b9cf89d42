package hms.core.event;

import hms.core.pipeline.Governance;
import hms.core.pipeline.Pipeline;
import hms.core.pipeline.Route;
import hms.core.pipeline.Windows;
import hms.core.state.EnvironmentId;
import hms.core.state.TargetId;
import hms.trust.Digest;
import java.time.ZoneId;
import java.util.Optional;

/// Configuration that decides. It is on the ledger like everything else that decides, so that an
/// auditor can see under which rules a release went out.
public sealed interface ConfigEvent extends Event {

    /// @param zone the legal zone: the one in which local dates without a zone of their own are
    ///     read
    record LegalZoneSet(ZoneId zone) implements ConfigEvent {}

    record GovernanceSet(Governance governance) implements ConfigEvent {}

    record PipelineDefined(Pipeline pipeline) implements ConfigEvent {}

    /// @param pipeline name of the pipeline that runs into this environment pass through
    /// @param position place in the order of promotion, from 0
    record EnvironmentDefined(EnvironmentId environment, String pipeline, int position)
            implements ConfigEvent {}

    /// How an environment is entered and when.
    ///
    /// @param gate   whether a person has to agree before a release enters it
    /// @param zone   the legal zone of its windows; absent: the installation's
    /// @param probes blob of what is asked of it: its health addresses, and its smoke tests
    record EnvironmentRuled(
            EnvironmentId environment,
            boolean gate,
            Optional<ZoneId> zone,
            Windows windows,
            Optional<Digest> probes)
            implements ConfigEvent {}

    record EnvironmentRemoved(EnvironmentId environment) implements ConfigEvent {}

    /// @param kind     `http`, `kubernetes`, `folder` or `local`
    /// @param settings blob of its settings, addresses among them; secrets by reference only
    record TargetDefined(TargetId target, String kind, Digest settings, Route route)
            implements ConfigEvent {}

    record TargetRemoved(TargetId target) implements ConfigEvent {}

    /// @param channel  `webhook` so far
    /// @param address  blob of the address
    /// @param secret   reference to the secret (`env:NAME`, `file:PATH`), never the secret
    record PartnerDefined(String partner, String channel, Digest address, String secret)
            implements ConfigEvent {}

    record PartnerRemoved(String partner) implements ConfigEvent {}
}
