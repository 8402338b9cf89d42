package hms.connectors.guarded;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Pattern;

/// An address from a configuration, taken apart once: what is connected to is what was judged.
///
/// @param secure whether it is `https`
/// @param host in small letters, without the dot at its end; an IPv6 address without brackets
/// @param port 1 to 65535
/// @param target path and query, as they go into the request
public record GuardedUrl(boolean secure, String host, int port, String target) {

    private static final int LONGEST = 2048;
    private static final Pattern NUMBER_AT_END = Pattern.compile("(.*\\.)?(\\d+|0x[0-9a-f]*)");
    private static final Pattern FOUR_NUMBERS =
            Pattern.compile("((0|[1-9]\\d{0,2})\\.){3}(0|[1-9]\\d{0,2})");
    private static final Pattern VISIBLE_ASCII = Pattern.compile("[!-~]*");

    /// Reads an address as it was configured.
    public static GuardedUrl parse(String text) throws UnusableUrl {
        if (text.length() > LONGEST) {
            throw unusable("it is longer than " + LONGEST + " characters");
        }
        if (!VISIBLE_ASCII.matcher(text).matches()) {
            throw unusable(
                    "it has spaces, line ends or other than ASCII characters in it; write a host name"
                            + " of other letters in its xn-- form, and escape the rest with %");
        }
        try {
            return of(new URI(text).parseServerAuthority());
        } catch (URISyntaxException e) {
            throw unusable("it is no URL (" + e.getReason() + ")");
        }
    }

    /// As it stands in the `Host` header and in messages; the path may be a secret, and is left
    /// out.
    public String authority() {
        var name = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        return port == (secure ? 443 : 80) ? name : name + ":" + port;
    }

    private static GuardedUrl of(URI uri) throws UnusableUrl {
        var scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("https") && !scheme.equals("http")) {
            throw unusable("it does not begin with https:// or http://");
        }
        if (uri.getHost() == null) {
            throw unusable("it has no host");
        }
        if (uri.getRawUserInfo() != null) {
            throw unusable(
                    "it has a user in it; secrets are configured by reference, not in a URL");
        }
        if (uri.getRawFragment() != null) {
            throw unusable("it has a fragment (#) in it, which is never sent");
        }
        var secure = scheme.equals("https");
        return new GuardedUrl(secure, host(uri.getHost()), port(uri, secure), target(uri));
    }

    private static String host(String written) throws UnusableUrl {
        var host = written.toLowerCase(Locale.ROOT);
        if (host.startsWith("[")) {
            if (host.indexOf('%') >= 0) {
                throw unusable("its address belongs to one network interface");
            }
            return host.substring(1, host.length() - 1);
        }
        var name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        if (NUMBER_AT_END.matcher(name).matches() && !FOUR_NUMBERS.matcher(name).matches()) {
            throw unusable(
                    "its host is a number that systems read differently; write four decimal numbers");
        }
        return name;
    }

    private static int port(URI uri, boolean secure) throws UnusableUrl {
        if (uri.getPort() == -1) {
            return secure ? 443 : 80;
        }
        if (uri.getPort() < 1 || uri.getPort() > 65_535) {
            throw unusable("its port is not in 1 to 65535");
        }
        return uri.getPort();
    }

    private static String target(URI uri) {
        var path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        return uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
    }

    private static UnusableUrl unusable(String why) {
        return new UnusableUrl("The URL cannot be used: " + why);
    }
}
