package hms.server.http;

import hms.artifact.PolicyId;
import hms.core.state.Scope;
import hms.runs.intake.Intake;
import hms.server.token.TokenIssuer;
import hms.server.view.IdentityReads;
import hms.server.view.Place;
import hms.trust.MalformedException;
import hms.trust.OpenSshKey;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Keys, tokens, and the pipeline of an environment.
final class IdentityApi {

    private static final int MOST_ROLES = 32;
    private static final int MOST_LIMITS = 1_000;
    private static final Duration LONGEST_TOKEN = Duration.ofDays(3_660);

    private final IdentityReads reads;
    private final Intake intake;
    private final TokenIssuer issuer;

    IdentityApi(IdentityReads reads, Intake intake, TokenIssuer issuer) {
        this.reads = reads;
        this.intake = intake;
        this.issuer = issuer;
    }

    Response keys(Call call) {
        return Response.json(reads.keys(call.state()));
    }

    private record Enrolled(String key, String owner, Place ledger) {}

    Response enrol(Call call) {
        var fields = Fields.of(call);
        var line = fields.text("publicKey", Fields.TEXT);
        var owner = fields.line("owner");
        var roles = fields.lines("roles", MOST_ROLES);
        fields.end();
        OpenSshKey key;
        try {
            key = OpenSshKey.parse(line.strip());
        } catch (MalformedException e) {
            throw Fields.wrong("$.publicKey", "is not taken: " + e.getMessage());
        }
        var ok = Replies.value(intake.enrolKey(call.caller(), key, owner, roles));
        return Response.json(
                201,
                new Enrolled(ok.value().fingerprint(), owner, Place.of(ok.index(), ok.head())));
    }

    private record Revoked(String id, Place ledger) {}

    Response revokeKey(Call call) {
        var key = call.path("fingerprint");
        var ok = Replies.value(intake.revokeKey(call.caller(), key));
        return Response.json(new Revoked(key, Place.of(ok.index(), ok.head())));
    }

    Response tokens(Call call) {
        return Response.json(reads.tokens(call.state()));
    }

    /// @param token shown once, here
    private record Issued(String id, String token, @Nullable Instant expires, Place ledger) {}

    Response issue(Call call) {
        var fields = Fields.of(call);
        var bearer = fields.line("for");
        var scopes = scopes(fields);
        var policies = fields.lines("policies", MOST_LIMITS);
        var environments = fields.lines("environments", MOST_LIMITS);
        var expires =
                fields.perhapsLine("expiresIn")
                        .map(text -> call.now().plus(duration(fields, text)))
                        .map(at -> at.truncatedTo(ChronoUnit.SECONDS));
        fields.end();
        for (int i = 0; i < policies.size(); i++) {
            if (PolicyId.parse(policies.get(i)).isEmpty()) {
                throw Fields.wrong("$.policies[" + i + "]", "has to be a policy's id");
            }
        }
        var names = new ArrayList<String>();
        for (int i = 0; i < environments.size(); i++) {
            names.add(Call.environment("$.environments[" + i + "]", environments.get(i)).value());
        }
        var ok =
                Replies.value(
                        intake.issueToken(call.caller(), bearer, scopes, policies, names, expires));
        var issued = ok.value();
        var token =
                issuer.issue(
                        new TokenIssuer.Grant(
                                issued.id(), issued.principal(), scopes, issued.expires()),
                        call.now());
        return Response.json(
                201,
                new Issued(
                        issued.id(),
                        token,
                        issued.expires().orElse(null),
                        Place.of(ok.index(), ok.head())));
    }

    private static List<Scope> scopes(Fields fields) {
        var scopes = new ArrayList<Scope>();
        var names = fields.lines("scopes", Scope.values().length);
        for (int i = 0; i < names.size(); i++) {
            Optional<Scope> scope = Scope.of(names.get(i));
            if (scope.isEmpty() || scopes.contains(scope.get())) {
                throw Fields.wrong(
                        "$.scopes[" + i + "]",
                        "has to be one of "
                                + List.of(Scope.values()).stream().map(Scope::text).toList()
                                + ", each once");
            }
            scopes.add(scope.get());
        }
        if (scopes.isEmpty()) {
            throw Fields.wrong(
                    "$.scopes", "names no scope; a token without one is good for nothing");
        }
        return scopes;
    }

    private static Duration duration(Fields fields, String text) {
        try {
            var duration = Duration.parse(text);
            if (duration.compareTo(Duration.ofSeconds(1)) >= 0
                    && duration.compareTo(LONGEST_TOKEN) <= 0) {
                return duration;
            }
        } catch (DateTimeParseException e) {
            // said below
        }
        throw Fields.wrong(
                fields.place("expiresIn"),
                "has to be a duration as in PT720H or P30D, of a second to ten years");
    }

    Response revokeToken(Call call) {
        var id = call.path("tokenId");
        var ok = Replies.value(intake.revokeToken(call.caller(), id));
        return Response.json(new Revoked(id, Place.of(ok.index(), ok.head())));
    }

    Response pipeline(Call call) {
        var environment = call.existing(call.environment());
        if (!call.caller().mayTouch(environment)) {
            throw new Refused(Problems.outsideToken("the environment " + environment));
        }
        return reads.pipeline(call.state(), environment).map(Response::json).orElseThrow();
    }
}
