package hms.connectors.guarded;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/// Which addresses are those of the public Internet, so that nobody can send our notices, or have
/// our machine knock, inside. After the IANA registries of special-purpose addresses (RFC 6890); of
/// IPv6 only the part that is given out (2000::/3) can be public at all.
final class PublicAddresses {

    private static final List<Block> CLOSED_4 =
            List.of(
                    Block.of("0.0.0.0/8", "this network"),
                    Block.of("10.0.0.0/8", "private"),
                    Block.of("100.64.0.0/10", "shared by a carrier"),
                    Block.of("127.0.0.0/8", "loopback"),
                    Block.of("168.63.129.16/32", "cloud metadata"),
                    Block.of("169.254.0.0/16", "link-local, cloud metadata"),
                    Block.of("172.16.0.0/12", "private"),
                    Block.of("192.0.0.0/24", "reserved for protocols"),
                    Block.of("192.0.2.0/24", "for documentation"),
                    Block.of("192.88.99.0/24", "a relay to IPv6"),
                    Block.of("192.168.0.0/16", "private"),
                    Block.of("198.18.0.0/15", "for benchmarks"),
                    Block.of("198.51.100.0/24", "for documentation"),
                    Block.of("203.0.113.0/24", "for documentation"),
                    Block.of("224.0.0.0/4", "multicast"),
                    Block.of("240.0.0.0/4", "reserved or broadcast"));

    private static final Block GIVEN_OUT_6 = Block.of("2000::/3", "given out");

    private static final List<Block> CLOSED_6 =
            List.of(
                    Block.of("2001::/23", "reserved for protocols"),
                    Block.of("2001:db8::/32", "for documentation"),
                    Block.of("2002::/16", "a tunnel to IPv4"),
                    Block.of("3fff::/20", "for documentation"));

    private PublicAddresses() {}

    /// Why an address is not public; empty for one that is. An IPv4 address that is mapped into
    /// IPv6 is an IPv4 address to Java already.
    static Optional<String> objection(InetAddress address) {
        if (address instanceof Inet4Address) {
            return first(CLOSED_4, address);
        }
        return GIVEN_OUT_6.holds(address)
                ? first(CLOSED_6, address)
                : Optional.of("loopback, private, link-local, multicast or of no public network");
    }

    private static Optional<String> first(List<Block> blocks, InetAddress address) {
        return blocks.stream().filter(block -> block.holds(address)).map(Block::what).findFirst();
    }

    /// All addresses that begin with the same bits.
    private record Block(InetAddress first, int bits, String what) {

        static Block of(String cidr, String what) {
            var slash = cidr.indexOf('/');
            return new Block(
                    InetAddress.ofLiteral(cidr.substring(0, slash)),
                    Integer.parseInt(cidr.substring(slash + 1)),
                    what);
        }

        boolean holds(InetAddress address) {
            var ours = first.getAddress();
            var theirs = address.getAddress();
            for (var bit = 0; bit < bits; bit++) {
                var mask = 0x80 >> (bit % 8);
                if ((ours[bit / 8] & mask) != (theirs[bit / 8] & mask)) {
                    return false;
                }
            }
            return true;
        }
    }
}
