package hms.server.token;

import hms.artifact.PolicyId;
import hms.core.command.Caller;
import hms.core.state.EnvironmentId;
import hms.core.state.Identity;
import hms.core.state.State;
import hms.trust.Verdict;
import java.time.Instant;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Says who a bearer is and what he may. Signatures are verified once and remembered; the ledger's
/// record of the token is looked up with every request, so that a revocation counts at once.
public final class Bearers {

    /// So many verified tokens are remembered. Only tokens that this installation signed get here.
    private static final int REMEMBERED = 8_192;

    private final TokenReader reader;
    private final ConcurrentHashMap<String, Bearer> seen = new ConcurrentHashMap<>();

    /// Who bears a token that was verified.
    ///
    /// @param record the ledger's record that the caller was made from
    public record Bearer(TokenReader.Claims claims, Identity.Token record, Caller caller) {}

    /// Whether a token that was verified before counts now.
    public enum Standing {
        COUNTS,
        EXPIRED,
        REVOKED
    }

    public Bearers(TokenReader reader) {
        this.reader = reader;
    }

    /// The caller, if the token was verified before and still counts; null if it has to be looked
    /// at again with [#identify]. Fast, and never blocks.
    public @Nullable Caller known(String token, State state, Instant now) {
        var known = seen.get(token);
        if (known == null || known.claims().isOver(now)) {
            return null;
        }
        var record = state.identity().tokens().get(known.claims().id());
        return known.record().equals(record) && counts(known.record(), now) ? known.caller() : null;
    }

    /// The caller, or why the token does not count.
    public Verdict<Caller> identify(String token, State state, Instant now) {
        var verdict = reader.read(token, now).then(claims -> seen(claims, state, now));
        verdict.toOptional()
                .ifPresentOrElse(found -> remember(token, found), () -> seen.remove(token));
        return verdict.then(found -> Verdict.accepted(found.caller()));
    }

    /// Who bears the token, for what lasts longer than a request: it asks again with [#standing].
    public Verdict<Bearer> bearer(String token, State state, Instant now) {
        var known = seen.get(token);
        return known != null && standing(known, state, now) == Standing.COUNTS
                ? Verdict.accepted(known)
                : reader.read(token, now).then(claims -> seen(claims, state, now));
    }

    /// Whether the token still counts. Fast, and never blocks.
    public Standing standing(Bearer bearer, State state, Instant now) {
        var record = state.identity().tokens().get(bearer.claims().id());
        if (!bearer.record().equals(record)) {
            return Standing.REVOKED;
        }
        return bearer.claims().isOver(now) || !counts(bearer.record(), now)
                ? Standing.EXPIRED
                : Standing.COUNTS;
    }

    private static Verdict<Bearer> seen(TokenReader.Claims claims, State state, Instant now) {
        var found = state.identity().token(claims.id());
        if (found.isEmpty() || !found.get().principal().equals(claims.principal())) {
            return Verdict.refused("the token is not on this installation's ledger");
        }
        var record = found.get();
        if (record.revoked()) {
            return Verdict.refused("the token was revoked");
        }
        return counts(record, now)
                ? Verdict.accepted(new Bearer(claims, record, caller(record)))
                : Verdict.refused("the token expired at " + record.expires().orElseThrow());
    }

    private static boolean counts(Identity.Token record, Instant now) {
        return !record.revoked()
                && (record.expires().isEmpty() || now.isBefore(record.expires().get()));
    }

    private static Caller caller(Identity.Token record) {
        return new Caller(
                record.principal(),
                java.util.Set.copyOf(record.scopes()),
                record.policies().stream().map(PolicyId::of).collect(Collectors.toSet()),
                record.environments().stream().map(EnvironmentId::new).collect(Collectors.toSet()));
    }

    private void remember(String token, Bearer found) {
        if (seen.size() >= REMEMBERED) {
            seen.clear();
        }
        seen.put(token, found);
    }
}
