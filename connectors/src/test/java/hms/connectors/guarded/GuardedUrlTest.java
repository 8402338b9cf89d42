package hms.connectors.guarded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class GuardedUrlTest {

    @ParameterizedTest
    @CsvSource({
        "https://partner.example,                  true,  partner.example, 443,  /,         partner.example",
        "https://Partner.Example./hook?a=b&c,      true,  partner.example, 443,  /hook?a=b&c, partner.example",
        "HTTPS://partner.example:8443/a%20b,       true,  partner.example, 8443, /a%20b,    partner.example:8443",
        "http://partner.example:80?x,              false, partner.example, 80,   /?x,       partner.example",
        "http://xn--bcher-kva.example:443/,        false, xn--bcher-kva.example, 443, /,    xn--bcher-kva.example:443",
        "https://[2606:2800:220:1::1]:8443/x,      true,  2606:2800:220:1::1, 8443, /x,     [2606:2800:220:1::1]:8443",
        "https://93.184.216.34/,                   true,  93.184.216.34,   443,  /,         93.184.216.34"
    })
    void an_address_is_taken_apart(
            String url, boolean secure, String host, int port, String target, String authority)
            throws UnusableUrl {
        var parsed = GuardedUrl.parse(url);
        assertThat(parsed).isEqualTo(new GuardedUrl(secure, host, port, target));
        assertThat(parsed.authority()).isEqualTo(authority);
    }

    static Iterable<HostileUrls.Hostile> malformed() {
        return HostileUrls.malformed();
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void a_malformed_address_is_refused(HostileUrls.Hostile hostile) {
        assertThatThrownBy(() -> GuardedUrl.parse(hostile.url()))
                .isInstanceOf(UnusableUrl.class)
                .hasMessageStartingWith("The URL cannot be used: ")
                .hasMessageContaining(hostile.because())
                .hasMessageNotContaining("password");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "9.255.255.255",
                "11.0.0.0",
                "100.63.255.255",
                "100.128.0.0",
                "126.255.255.255",
                "128.0.0.0",
                "168.63.129.15",
                "169.253.255.255",
                "169.255.0.0",
                "172.15.255.255",
                "172.32.0.0",
                "192.0.1.0",
                "192.167.255.255",
                "192.169.0.0",
                "198.17.255.255",
                "198.20.0.0",
                "223.255.255.255",
                "2001:200::1",
                "2001:4860:4860::8888",
                "2003::1",
                "2606:4700::1111",
                "3ffe:ffff::1"
            })
    void the_neighbours_of_closed_blocks_are_public(String address) {
        assertThat(PublicAddresses.objection(InetAddress.ofLiteral(address))).isEmpty();
    }

    @Test
    void a_mapped_address_is_judged_as_what_it_is() throws Exception {
        var mapped = new byte[16];
        mapped[10] = mapped[11] = (byte) 0xff;
        mapped[12] = 127;
        mapped[15] = 1;
        assertThat(PublicAddresses.objection(InetAddress.getByAddress(mapped)))
                .contains("loopback");
    }
}
