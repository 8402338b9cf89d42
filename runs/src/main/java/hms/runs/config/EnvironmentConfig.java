package hms.runs.config;

import hms.core.event.ConfigEvent;
import hms.core.event.EventCodec;
import hms.core.pipeline.Pipeline;
import hms.core.pipeline.Windows;
import hms.core.state.EnvironmentId;
import hms.ledger.Blob;
import hms.runs.target.Probes;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// An environment as `hms.yaml` has it.
///
/// @param pipeline its own, if it has one
/// @param gate     whether a person has to agree before a release enters
/// @param zone     the legal zone of its windows, if it is not the installation's
public record EnvironmentConfig(
        EnvironmentId id,
        Optional<Pipeline> pipeline,
        boolean gate,
        Optional<ZoneId> zone,
        Windows windows,
        Probes probes,
        List<TargetConfig> targets) {

    public EnvironmentConfig {
        targets = List.copyOf(targets);
    }

    /// One that has the config store alone.
    static EnvironmentConfig plain(EnvironmentId id) {
        return new EnvironmentConfig(
                id,
                Optional.empty(),
                false,
                Optional.empty(),
                Windows.ALWAYS,
                Probes.NONE,
                List.of());
    }

    /// As events.
    ///
    /// @param shared name of the pipeline of those that have none of their own
    /// @param position in the order of promotion
    /// @param seal makes a blob
    /// @param blobs takes the blobs that the events name
    List<ConfigEvent> events(
            String shared, int position, Function<byte[], Blob> seal, List<Blob> blobs) {
        var events = new ArrayList<ConfigEvent>();
        pipeline.ifPresent(own -> events.add(new ConfigEvent.PipelineDefined(own)));
        events.add(
                new ConfigEvent.EnvironmentDefined(
                        id, pipeline.map(Pipeline::name).orElse(shared), position));
        var asked =
                probes.isNone() ? Optional.<Blob>empty() : Optional.of(seal.apply(probes.bytes()));
        asked.ifPresent(blobs::add);
        events.add(
                new ConfigEvent.EnvironmentRuled(id, gate, zone, windows, asked.map(Blob::name)));
        for (var target : targets) {
            var settings = seal.apply(EventCodec.mapper().writeValueAsBytes(target.settings()));
            blobs.add(settings);
            events.add(
                    new ConfigEvent.TargetDefined(
                            target.id(), target.kind(), settings.name(), target.route()));
        }
        return events;
    }
}
