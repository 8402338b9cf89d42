package hms.client;

/// How live values come.
public enum Transport {
    /// As server-sent events over one long answer.
    SSE,
    /// Over a WebSocket.
    WEB_SOCKET,
    /// By asking every few seconds: where nothing else gets through.
    POLLING
}
