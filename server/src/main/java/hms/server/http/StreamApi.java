package hms.server.http;

import hms.artifact.PolicyId;
import hms.server.push.Revision;
import hms.server.push.Selection;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/// Reads what a request for the stream of live values asks for, and refuses what cannot be had
/// while a refusal can still be answered.
final class StreamApi {

    private static final int MOST = 200;

    Response stream(Call call) {
        var handshake = WebSocketHandshake.asked(call.headers());
        var environment = call.existing(call.environment());
        if (!call.caller().mayTouch(environment)) {
            throw new Refused(Problems.outsideToken("the environment " + environment));
        }
        return new Response.LiveStream(
                new Selection(environment, ids(call), Set.copyOf(list(call, "tags"))),
                since(call),
                tree(call),
                handshake);
    }

    private static Set<PolicyId> ids(Call call) {
        var asked =
                list(call, "ids").stream()
                        .map(
                                text ->
                                        PolicyId.parse(text)
                                                .orElseThrow(
                                                        () ->
                                                                Call.bad(
                                                                        "query ids",
                                                                        Quote.of(text)
                                                                                + " is no policy id.",
                                                                        "Write ids such as epa-pm25-limit, separated by commas.")))
                        .collect(Collectors.toSet());
        asked.forEach(call::mayTouch);
        return asked.isEmpty() ? call.caller().policies() : asked;
    }

    private static List<String> list(Call call, String name) {
        if (call.query(name).isEmpty()) {
            return List.of();
        }
        var parts =
                Arrays.stream(call.query(name).get().split(",", -1)).map(String::strip).toList();
        if (parts.size() > MOST || parts.contains("")) {
            throw Call.bad(
                    "query " + name,
                    "The list has an empty element, or more than " + MOST + ".",
                    "Separate " + name + " by single commas, or leave the parameter out for all.");
        }
        return parts;
    }

    /// What the subscriber has. A browser that comes again repeats the address with the header, and
    /// the header is the newer of the two.
    private static Optional<Revision> since(Call call) {
        var header = call.header("last-event-id").filter(text -> !text.isEmpty());
        return header.isPresent()
                ? header.map(text -> revision("header last-event-id", text))
                : call.query("since").map(text -> revision("query since", text));
    }

    private static Revision revision(String place, String text) {
        return Revision.parse(text)
                .orElseThrow(
                        () ->
                                Call.bad(
                                        place,
                                        Quote.of(text) + " is no revision.",
                                        "Write EPOCH.SIZE as the stream gave it, such as 0.1234; or leave it out for a snapshot."));
    }

    private static OptionalLong tree(Call call) {
        var text = call.query("tree");
        if (text.isEmpty()) {
            return OptionalLong.empty();
        }
        if (!text.get().matches("[0-9]{1,18}")) {
            throw Call.bad(
                    "query tree",
                    Quote.of(text.get()) + " is no size of a tree.",
                    "Write the size in the last checkpoint that was verified.");
        }
        return OptionalLong.of(Long.parseLong(text.get()));
    }
}
