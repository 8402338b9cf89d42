package hms.connectors.guarded;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/// The addresses of hosts that we send to, all of them judged: one that is not public spoils the
/// name, unless the host is allowed by its name.
///
/// @param allowed hosts that may be at private addresses, as they stand in a URL
public record VettedAddresses(Names names, Set<String> allowed) {

    public VettedAddresses {
        allowed =
                allowed.stream()
                        .map(host -> host.toLowerCase(Locale.ROOT))
                        .collect(Collectors.toUnmodifiableSet());
    }

    public List<InetAddress> of(GuardedUrl url) throws UnusableUrl, UnknownHostException {
        var addresses = names.addresses(url.host());
        if (allowed.contains(url.host())) {
            return addresses;
        }
        for (var address : addresses) {
            var objection = PublicAddresses.objection(address);
            if (objection.isPresent()) {
                throw new UnusableUrl(
                        "The host %s has the address %s, which is not public (%s); if that is intended, name it in hms.yaml under webhooks: { allow: [%s] }"
                                .formatted(
                                        url.host(),
                                        address.getHostAddress(),
                                        objection.get(),
                                        url.host()));
            }
        }
        return addresses;
    }
}
