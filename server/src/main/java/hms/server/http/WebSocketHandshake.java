package hms.server.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The opening of a WebSocket (RFC 6455, section 4.2).
///
/// @param accept proves to the client that it was understood
/// @param hasProtocol whether the client offered our subprotocol
record WebSocketHandshake(String accept, boolean hasProtocol) {

    static final String PROTOCOL = "hms.v1";

    private static final String BEARER = "bearer.";
    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final int NONCE_BYTES = 16;

    /// Whether these headers ask for a WebSocket.
    static boolean isAsked(Map<String, String> headers) {
        return elements(headers.getOrDefault("upgrade", "").toLowerCase(Locale.ROOT))
                .contains("websocket");
    }

    /// The opening that these headers ask for; empty if they ask for no WebSocket.
    static Optional<WebSocketHandshake> asked(Map<String, String> headers) {
        if (!isAsked(headers)) {
            return Optional.empty();
        }
        if (!elements(headers.getOrDefault("connection", "").toLowerCase(Locale.ROOT))
                .contains("upgrade")) {
            throw bad("connection", "A WebSocket needs the header Connection: Upgrade.");
        }
        if (!headers.getOrDefault("sec-websocket-version", "").equals("13")) {
            throw new Refused(
                    Problem.of(
                                    426,
                                    "websocket-version",
                                    "This server speaks version 13 of the WebSocket protocol.",
                                    "Ask with Sec-WebSocket-Version: 13.")
                            .at("header sec-websocket-version")
                            .header("Sec-WebSocket-Version", "13")
                            .header("Upgrade", "websocket"));
        }
        var key = headers.getOrDefault("sec-websocket-key", "");
        if (!isNonce(key)) {
            throw bad("sec-websocket-key", "The key is not 16 bytes in base64.");
        }
        var offered = protocols(headers);
        if (!offered.isEmpty() && !offered.contains(PROTOCOL)) {
            throw bad("sec-websocket-protocol", "Of the subprotocols offered none is spoken here.");
        }
        return Optional.of(new WebSocketHandshake(accept(key), offered.contains(PROTOCOL)));
    }

    private static Refused bad(String header, String detail) {
        return new Refused(
                Problems.malformed(
                                "bad-handshake",
                                detail,
                                "Use a WebSocket client, with the subprotocol " + PROTOCOL + ".")
                        .at("header " + header));
    }

    /// The token that a browser puts among the subprotocols, because it can put it nowhere else.
    static Optional<String> token(String offered) {
        return elements(offered).stream()
                .filter(protocol -> protocol.startsWith(BEARER))
                .map(protocol -> protocol.substring(BEARER.length()))
                .findFirst();
    }

    private static List<String> protocols(Map<String, String> headers) {
        return elements(headers.getOrDefault("sec-websocket-protocol", ""));
    }

    private static List<String> elements(String list) {
        return Arrays.stream(list.split(",")).map(String::strip).filter(e -> !e.isEmpty()).toList();
    }

    private static boolean isNonce(String key) {
        try {
            return Base64.getDecoder().decode(key).length == NONCE_BYTES;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static String accept(String key) {
        try {
            // RFC 6455 asks for SHA-1; nothing rests on its strength
            return Base64.getEncoder()
                    .encodeToString(
                            MessageDigest.getInstance("SHA-1")
                                    .digest((key + GUID).getBytes(US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
    }
}
