package hms.server.http;

import hms.core.state.EnvironmentId;
import hms.core.state.TargetId;
import hms.server.http.HandedOut.Kind;

/// Hands out what clusters were given. Whoever has no right key learns nothing, not even whether
/// there is something.
final class TargetApi {

    private final HandedOut handedOut;

    TargetApi(HandedOut handedOut) {
        this.handedOut = handedOut;
    }

    Response manifest(Call call) {
        return found(call, Kind.MANIFEST);
    }

    Response set(Call call) {
        return found(call, Kind.SET);
    }

    private Response found(Call call, Kind kind) {
        var sequence = call.path("sequence");
        if (!sequence.matches("0|[1-9][0-9]{0,17}")) {
            throw nothing();
        }
        return handedOut
                .find(target(call), kind, Long.parseLong(sequence), call.query("key").orElse(""))
                .map(bytes -> Response.bytes("application/json", bytes))
                .map(response -> response.with("Cache-Control", "private, no-store"))
                .orElseThrow(TargetApi::nothing);
    }

    private static TargetId target(Call call) {
        try {
            return new TargetId(new EnvironmentId(call.path("env")), call.path("name"));
        } catch (IllegalArgumentException e) {
            throw nothing();
        }
    }

    private static Refused nothing() {
        return new Refused(
                Problems.notFound(
                        "no-such-address",
                        "There is nothing at this address.",
                        "Use the link as the cluster has it, key included: it stands in the"
                                + " ConfigMap."));
    }
}
