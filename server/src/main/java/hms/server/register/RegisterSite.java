package hms.server.register;

import java.net.URI;
import java.time.ZoneId;
import java.util.function.Supplier;

/// Where the register is found, and the legal zone in which its days begin. The address is asked
/// for with each page, because a server may learn its port late.
public record RegisterSite(Supplier<URI> address, ZoneId zone) {

    /// The full address of a path that begins with `/`.
    String url(String path) {
        var root = address.get().toString();
        return (root.endsWith("/") ? root.substring(0, root.length() - 1) : root) + path;
    }
}
