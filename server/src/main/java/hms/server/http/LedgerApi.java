package hms.server.http;

import hms.ledger.LogTiles;
import hms.server.view.LedgerReads;
import hms.server.view.Source;

/// The ledger: its head, its entries, and its tiles for all the world.
final class LedgerApi {

    private static final int USUAL_PAGE = 50;
    private static final int LARGEST_PAGE = 500;

    private final LedgerReads reads;
    private final LogTiles tiles;

    LedgerApi(Source source, LedgerReads reads) {
        this.reads = reads;
        this.tiles = new LogTiles(source.ledger());
    }

    Response head(Call call) {
        return Response.json(reads.head());
    }

    Response entries(Call call) {
        int from = call.number("from", 0, Integer.MAX_VALUE).orElse(0);
        int limit = call.number("limit", 1, LARGEST_PAGE).orElse(USUAL_PAGE);
        return Response.json(reads.entries(from, limit));
    }

    Response entry(Call call) {
        int index = Call.number("path i", call.path("i"), 0, Integer.MAX_VALUE);
        return reads.entry(index)
                .map(Response::json)
                .orElseThrow(
                        () ->
                                new Refused(
                                        Problems.notFound(
                                                "no-such-entry",
                                                "The ledger has no entry " + index + ".",
                                                "hms audit show lists the entries.")));
    }

    /// A file of the log (C2SP tlog-tiles). Full tiles never change; partial ones neither, but a
    /// fuller one takes their place.
    Response tile(Call call) {
        var path = call.path("path");
        var answer =
                tiles.serve(path)
                        .orElseThrow(
                                () ->
                                        new Refused(
                                                Problems.notFound(
                                                        "no-such-tile",
                                                        "The log has no " + Quote.of(path) + ".",
                                                        "Read /log/checkpoint for its size.")));
        return Response.bytes(answer.contentType(), answer.body())
                .with(
                        "Cache-Control",
                        answer.immutable()
                                ? "public, max-age=31536000, immutable"
                                : "public, max-age=2")
                .with("Access-Control-Allow-Origin", "*");
    }
}
