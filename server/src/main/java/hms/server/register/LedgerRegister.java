package hms.server.register;

import hms.artifact.PolicyId;
import hms.core.state.ArtifactKey;
import hms.core.state.EnvironmentId;
import hms.core.state.Line;
import hms.core.state.Register;
import hms.core.state.State;
import hms.ledger.Ledger;
import hms.ledger.LogTiles;
import hms.runs.Signatures;
import hms.runs.content.Library;
import hms.runs.intake.Keyrings;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Optional;
import java.util.function.Supplier;

/// The register as the ledger tells it: nothing is kept here that the ledger does not say.
public final class LedgerRegister implements RegisterSource {

    private final Supplier<State> states;
    private final PublishedArtifacts artifacts;
    private final Listings listings;
    private final Documents documents;
    private final InstantSource clock;

    public LedgerRegister(
            Supplier<State> states,
            Library library,
            Signatures signatures,
            Ledger ledger,
            InstantSource clock) {
        this.states = states;
        this.artifacts = new PublishedArtifacts(library);
        this.listings = new Listings(artifacts, new Withdrawals(ledger));
        this.documents = new Documents(artifacts, listings, signatures, new LogTiles(ledger));
        this.clock = clock;
    }

    @Override
    public RegisterPage list(RegisterQuery query) {
        var on = query.on();
        return listings.page(
                states.get(),
                clock.instant(),
                query,
                listing ->
                        on != null
                                && inForceOn(listing.policy().id(), on)
                                        .filter(listing.ref()::equals)
                                        .isPresent());
    }

    @Override
    public Optional<RegisterDocument> document(DocumentRef ref, LocalDate on) {
        var state = states.get();
        return published(state, ref).map(p -> documents.document(state, p, clock.instant(), on));
    }

    @Override
    public Optional<byte[]> artifact(DocumentRef ref) {
        var state = states.get();
        return published(state, ref).map(p -> artifacts.bytes(state, p));
    }

    @Override
    public Optional<DocumentRef> inForceOn(String policyId, LocalDate on) {
        var state = states.get();
        return PolicyId.parse(policyId)
                .flatMap(
                        id -> {
                            var zone = state.configuration().zone();
                            var start = on.atStartOfDay(zone).toInstant();
                            var now = clock.instant();
                            var today = now.atZone(zone).toLocalDate().equals(on);
                            return state.live()
                                    .inForce(
                                            new Line(EnvironmentId.PRODUCTION, id),
                                            today ? now : start)
                                    .flatMap(
                                            e ->
                                                    state.register()
                                                            .of(new ArtifactKey(id, e.version())))
                                    .map(Standing::ref);
                        });
    }

    @Override
    public String allowedSigners() {
        var state = states.get();
        return Keyrings.of(state.identity()).allowedSigners(state.size());
    }

    private static Optional<Register.Published> published(State state, DocumentRef ref) {
        return ref.volume() == Register.VOLUME
                ? state.register().document(ref.number())
                : Optional.empty();
    }
}
