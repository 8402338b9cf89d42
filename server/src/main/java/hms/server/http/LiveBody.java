package hms.server.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import hms.core.state.State;
import hms.server.live.LiveAnswer;
import hms.server.view.Json;
import hms.server.view.LiveReads;
import hms.trust.Digest;
import java.time.Instant;
import java.util.Arrays;

/// Puts a live value's answer together: what was encoded before, then the size of the ledger and
/// the instant that was used, which differ from answer to answer.
final class LiveBody {

    private LiveBody() {}

    /// The answer about now.
    static byte[] of(LiveAnswer answer, State state, Instant now) {
        var tail =
                (",\"size\":"
                                + state.size()
                                + ",\"epoch\":"
                                + state.epoch()
                                + "},\"on\":\""
                                + now
                                + "\"}")
                        .getBytes(US_ASCII);
        var body = Arrays.copyOf(answer.head(), answer.head().length + tail.length);
        System.arraycopy(tail, 0, body, answer.head().length, tail.length);
        return body;
    }

    /// The answer about a moment that was asked for.
    static byte[] of(LiveReads.Found.InForce found, State state, LiveReads.Moment moment) {
        var json = Json.text(found.value());
        return (json.substring(0, json.length() - 1)
                        + ",\"ledger\":{\"index\":"
                        + found.index()
                        + ",\"size\":"
                        + state.size()
                        + ",\"epoch\":"
                        + state.epoch()
                        + "},\"on\":\""
                        + moment.on()
                        + moment.knownAt().map(at -> "\",\"knownAt\":\"" + at).orElse("")
                        + "\"}")
                .getBytes(UTF_8);
    }

    /// Of everything but the moment and the size of the ledger.
    static String tag(LiveReads.Found.InForce found) {
        return "W/\"" + Digest.sha256(Json.bytes(found.value())).hex().substring(0, 32) + "\"";
    }

    /// Whether `If-None-Match` names the tag (RFC 9110, section 13.1.2: weak comparison).
    static boolean matches(String ifNoneMatch, String tag) {
        var bare = bare(tag);
        return Arrays.stream(ifNoneMatch.split(","))
                .map(String::strip)
                .anyMatch(one -> one.equals("*") || bare(one).equals(bare));
    }

    private static String bare(String tag) {
        return tag.startsWith("W/") ? tag.substring(2) : tag;
    }
}
