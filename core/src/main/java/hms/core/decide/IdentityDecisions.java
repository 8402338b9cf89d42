package hms.core.decide;

import hms.core.command.Command;
import hms.core.event.Event;
import hms.core.event.IdentityEvent;
import hms.core.state.State;
import hms.trust.Digest;
import java.util.ArrayList;
import java.util.List;

/// Keys and tokens.
final class IdentityDecisions {

    private IdentityDecisions() {}

    static Decision enrol(State state, Command.EnrolKey c) {
        var events = new ArrayList<Event>();
        var owner = principal(state, c.ownerName(), c.newId(), events);
        var known = state.identity().key(c.key());
        if (known.isPresent()) {
            var key = known.get();
            if (!key.valid()) {
                return Decider.refused(
                        c,
                        Refusal.conflict(
                                "key-revoked",
                                "The key " + c.key() + " was revoked and cannot be enrolled again.",
                                "Make a new key: hms key new NAME"));
            }
            return key.owner().equals(owner) && key.roles().equals(c.roles())
                    ? Decision.by(c.caller().principal(), List.of(), new Answer.Named(c.key()))
                    : Decider.refused(
                            c,
                            Refusal.conflict(
                                    "key-enrolled",
                                    "The key "
                                            + c.key()
                                            + " is enrolled already, for another owner or with"
                                            + " other roles.",
                                    "Revoke it first, or enrol another key."));
        }
        events.add(new IdentityEvent.KeyEnrolled(c.key(), c.publicKey(), owner, c.roles()));
        return Decision.by(c.caller().principal(), events, new Answer.Named(c.key()));
    }

    static Decision revoke(State state, Command.RevokeKey c) {
        var key = state.identity().key(c.key());
        if (key.isEmpty()) {
            return Decider.refused(
                    c,
                    Refusal.notFound(
                            "no-such-key",
                            "No key " + c.key() + " is enrolled.",
                            "hms key list shows the keys."));
        }
        return key.get().valid()
                ? Decider.done(c, new IdentityEvent.KeyRevoked(c.key()))
                : Decision.by(c.caller().principal(), List.of(), new Answer.Done());
    }

    static Decision issue(State state, Command.IssueToken c) {
        var events = new ArrayList<Event>();
        var bearer = principal(state, c.bearerName(), c.newId(), events);
        events.add(
                new IdentityEvent.TokenIssued(
                        c.token(),
                        bearer,
                        c.scopes(),
                        c.policies(),
                        c.environments(),
                        c.expires()));
        return Decision.by(c.caller().principal(), events, new Answer.Named(bearer));
    }

    static Decision revoke(State state, Command.RevokeToken c) {
        var token = state.identity().token(c.token());
        if (token.isEmpty()) {
            return Decider.refused(
                    c,
                    Refusal.notFound(
                            "no-such-token",
                            "There is no token " + c.token() + ".",
                            "hms token list shows the tokens."));
        }
        return token.get().revoked()
                ? Decision.by(c.caller().principal(), List.of(), new Answer.Done())
                : Decider.done(c, new IdentityEvent.TokenRevoked(c.token()));
    }

    /// The principal that bears the name; a new one, with its event, where none does.
    private static String principal(State state, Digest name, String newId, List<Event> events) {
        return state.identity()
                .named(name)
                .orElseGet(
                        () -> {
                            events.add(new IdentityEvent.PrincipalAdded(newId, name));
                            return newId;
                        });
    }
}
