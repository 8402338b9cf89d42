package hms.connectors.guarded;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/// Finds the addresses of a host. Asked once an attempt: what it answers is judged and connected
/// to, so a name that changes its mind in between (DNS rebinding) gains nothing.
@FunctionalInterface
public interface Names {

    List<InetAddress> addresses(String host) throws UnknownHostException;

    /// As the operating system resolves them.
    static Names system() {
        return host -> List.of(InetAddress.getAllByName(host));
    }
}
