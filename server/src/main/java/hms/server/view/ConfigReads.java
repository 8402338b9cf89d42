package hms.server.view;

import hms.core.event.ConfigEvent;
import hms.core.event.EventCodec;
import hms.core.state.Configuration;
import hms.core.state.State;
import hms.ledger.Blob;
import hms.runs.content.Library;
import hms.trust.Digest;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;

/// The configuration as it stands, and what another one would change. Secrets are not known here:
/// configuration has references to them.
public final class ConfigReads {

    private final Library library;

    public ConfigReads(Library library) {
        this.library = library;
    }

    /// One thing that changes.
    ///
    /// @param type   of the entry that says it
    /// @param what   the sentence of that entry
    /// @param before how it stands; null if it is new
    /// @param after  null if it goes
    public record ConfigChange(
            String type, String what, @Nullable String before, @Nullable String after) {}

    /// As a file that says what stands, and changes nothing where it is applied.
    public String yaml(State state) {
        return new ConfigText(state.configuration(), library::bytes).text();
    }

    /// @param blobs what the event names and is not kept yet
    public ConfigChange change(State state, ConfigEvent event, List<Blob> blobs) {
        var words = new ConfigWords(blob -> bytes(blob, blobs));
        return new ConfigChange(
                EventCodec.type(event),
                new Sentences(new Names(state, library)).of(event),
                before(state.configuration(), event, words).orElse(null),
                after(event, words).orElse(null));
    }

    private byte[] bytes(Digest name, List<Blob> blobs) {
        return blobs.stream()
                .filter(blob -> blob.name().equals(name))
                .findFirst()
                .map(Blob::content)
                .orElseGet(() -> library.bytes(name));
    }

    private static Optional<String> before(
            Configuration now, ConfigEvent event, ConfigWords words) {
        return switch (event) {
            case ConfigEvent.LegalZoneSet _ -> Optional.of(now.zone().getId());
            case ConfigEvent.GovernanceSet _ -> Optional.of(words.of(now.governance()));
            case ConfigEvent.PipelineDefined e -> now.pipeline(e.pipeline().name()).map(words::of);
            case ConfigEvent.EnvironmentDefined e ->
                    now.environment(e.environment())
                            .map(old -> words.place(old.pipeline(), old.position()));
            case ConfigEvent.EnvironmentRuled e ->
                    now.environment(e.environment()).map(old -> words.of(old.rules()));
            case ConfigEvent.EnvironmentRemoved e ->
                    now.environment(e.environment())
                            .map(old -> words.place(old.pipeline(), old.position()));
            case ConfigEvent.TargetDefined e ->
                    Optional.ofNullable(now.targets().get(e.target())).map(words::of);
            case ConfigEvent.TargetRemoved e ->
                    Optional.ofNullable(now.targets().get(e.target())).map(words::of);
            case ConfigEvent.PartnerDefined e -> now.partner(e.partner()).map(words::of);
            case ConfigEvent.PartnerRemoved e -> now.partner(e.partner()).map(words::of);
        };
    }

    private static Optional<String> after(ConfigEvent event, ConfigWords words) {
        return switch (event) {
            case ConfigEvent.LegalZoneSet e -> Optional.of(e.zone().getId());
            case ConfigEvent.GovernanceSet e -> Optional.of(words.of(e.governance()));
            case ConfigEvent.PipelineDefined e -> Optional.of(words.of(e.pipeline()));
            case ConfigEvent.EnvironmentDefined e ->
                    Optional.of(words.place(e.pipeline(), e.position()));
            case ConfigEvent.EnvironmentRuled e ->
                    Optional.of(
                            words.of(
                                    new Configuration.Rules(
                                            e.gate(), e.zone(), e.windows(), e.probes())));
            case ConfigEvent.EnvironmentRemoved _ -> Optional.empty();
            case ConfigEvent.TargetDefined e ->
                    Optional.of(
                            words.of(
                                    new Configuration.Target(
                                            e.target(), e.kind(), e.settings(), e.route())));
            case ConfigEvent.TargetRemoved _ -> Optional.empty();
            case ConfigEvent.PartnerDefined e ->
                    Optional.of(
                            words.of(
                                    new Configuration.Partner(
                                            e.partner(), e.channel(), e.address(), e.secret())));
            case ConfigEvent.PartnerRemoved _ -> Optional.empty();
        };
    }

    /// Settings of a target, by name.
    static SortedMap<String, String> settings(byte[] blob) {
        return EventCodec.mapper().readValue(blob, new TypeReference<TreeMap<String, String>>() {});
    }
}
