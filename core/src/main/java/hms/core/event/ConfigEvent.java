package hms.core.event;

import hms.core.pipeline.Governance;
import hms.core.pipeline.Pipeline;
import hms.core.state.EnvironmentId;
import hms.trust.Digest;
import java.time.ZoneId;

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

    /// @param channel  `webhook` so far
    /// @param address  blob of the address
    /// @param secret   reference to the secret (`env:NAME`, `file:PATH`), never the secret
    record PartnerDefined(String partner, String channel, Digest address, String secret)
            implements ConfigEvent {}

    record PartnerRemoved(String partner) implements ConfigEvent {}
}
