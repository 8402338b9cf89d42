package hms.app;

import java.util.Optional;

/// Where the installation is reached: as configured, or else where it turned out to listen.
final class Address {

    private final Optional<String> configured;
    private volatile String listening = "";

    Address(Optional<String> configured) {
        this.configured = configured;
    }

    void listensAt(String host, int port) {
        var name = host.contains(":") ? "[" + host + "]" : host;
        listening = "http://" + (host.equals("0.0.0.0") ? "localhost" : name) + ":" + port;
    }

    /// Without a slash at its end.
    String text() {
        return configured.orElse(listening);
    }
}
