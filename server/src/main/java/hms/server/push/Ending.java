package hms.server.push;

import hms.server.view.Json;

/// Why the server ends a stream.
///
/// @param code stable, for programs
/// @param detail for people
/// @param closeCode of a WebSocket's close frame (RFC 6455, section 7.4)
record Ending(String code, String detail, int closeCode) {

    private static final int TOKEN = 4_401;
    private static final int GOING_AWAY = 1_001;

    static final Ending EXPIRED =
            new Ending("token-expired", "The token has expired; come with another one.", TOKEN);
    static final Ending REVOKED =
            new Ending("token-revoked", "The token was revoked; come with another one.", TOKEN);
    static final Ending GOING =
            new Ending("going-away", "The server ends; come again in a moment.", GOING_AWAY);

    private record Document(String type, String code, String detail) {}

    Message message() {
        return Message.aside("end", Json.bytes(new Document("end", code, detail)));
    }
}
