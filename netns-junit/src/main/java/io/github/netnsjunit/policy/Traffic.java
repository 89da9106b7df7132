package io.github.netnsjunit.policy;

import static java.util.Objects.requireNonNull;

import io.github.netnsjunit.address.IpNetwork;
import io.github.netnsjunit.address.Parsed;
import io.github.netnsjunit.kernel.nft.Data;
import io.github.netnsjunit.kernel.nft.Load;
import io.github.netnsjunit.kernel.nft.NfTables;
import io.github.netnsjunit.kernel.nft.NftRule;
import io.github.netnsjunit.kernel.socket.IpProtocol;
import io.github.netnsjunit.topology.Counterparts;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which packets a firewall is about: of a peer, of a protocol, to a port. What is not said may be anything.
 *
 * @param peer the network of the other side: of the source of inbound packets, of the destination of outbound ones
 * @param protocol {@code tcp}, {@code udp}, {@code icmp}; {@code null} for any, but TCP and UDP if there is a port
 * @param ports the destination ports; {@code null} for any port
 */
public record Traffic(
        @Nullable IpNetwork peer,
        @Nullable String protocol,
        @Nullable PortRange ports) {

    private static final List<String> PROTOCOLS = List.of("tcp", "udp", "icmp");

    /**
     * Reads words with spaces between them, each at most once: a network or address, a protocol, a port or a range of ports. Examples:
     * {@code 443}, {@code tcp 8000-8010}, {@code 10.1.0.0/24 udp 53}, {@code fd00::1}, {@code icmp}.
     *
     * @throws IllegalArgumentException if a text does not read like that
     */
    public static Traffic parse(String text) {
        Traffic all = new Traffic(null, null, null);
        for (String word : text.strip().split("\\s+", -1)) {
            all = all.with(word, text);
        }
        if (all.ports != null && "icmp".equals(all.protocol)) {
            throw new IllegalArgumentException("[" + text + "] names a port, and ICMP has none");
        }
        return all;
    }

    private Traffic with(String word, String text) {
        if (PROTOCOLS.contains(word) && protocol == null) {
            return new Traffic(peer, word, ports);
        }
        if (word.matches("\\d{1,5}(-\\d{1,5})?") && ports == null) {
            return new Traffic(peer, protocol, readPorts(word));
        }
        if (peer == null && (word.contains(".") || word.contains(":"))) {
            return new Traffic(IpNetwork.parse(word), protocol, ports);
        }
        throw new IllegalArgumentException("[" + word + "] in [" + text
                + "] is not understood: name a network, a protocol (tcp, udp, icmp) and a port, each at most once");
    }

    private static PortRange readPorts(String word) {
        try {
            return PortRange.parse(word);
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException("[" + word + "] is no port or range of ports, from 1 to 65535", wrong);
        }
    }

    /** The same in other families: for what names no peer nothing changes. */
    static List<Parsed<Traffic>> in(Counterparts families, List<Parsed<Traffic>> declared) {
        return families.ofAll(
                declared,
                traffic -> traffic.peer == null ? null : traffic.peer.address(),
                traffic -> Parsed.of(
                        new Traffic(families.of(requireNonNull(traffic.peer)), traffic.protocol, traffic.ports)
                                .toString(),
                        Traffic::parse));
    }

    /** The rules that match these packets, one a protocol, made of one that has no condition yet. */
    List<NftRule> rules(NftRule start, boolean inbound) {
        List<NftRule> rules = new ArrayList<>();
        for (int number : protocolNumbers()) {
            NftRule rule = peer == null ? start : ofPeer(start, peer, inbound);
            if (number != 0) {
                rule = rule.where(Load.protocol(), Data.u8(number));
            }
            if (ports != null) {
                rule = rule.whereBetween(Load.destinationPort(), Data.u16(ports.first()), Data.u16(ports.last()));
            }
            rules.add(rule);
        }
        return rules;
    }

    private int[] protocolNumbers() {
        if (protocol == null) {
            return ports == null ? new int[] {0} : new int[] {IpProtocol.IPPROTO_TCP, IpProtocol.IPPROTO_UDP};
        }
        return switch (protocol) {
            case "tcp" -> new int[] {IpProtocol.IPPROTO_TCP};
            case "udp" -> new int[] {IpProtocol.IPPROTO_UDP};
            default -> new int[] {IpProtocol.IPPROTO_ICMP, IpProtocol.IPPROTO_ICMPV6};
        };
    }

    private static NftRule ofPeer(NftRule rule, IpNetwork peer, boolean inbound) {
        byte[] address = Data.address(peer.address());
        boolean ip4 = address.length == 4;
        NftRule ofFamily = rule.where(
                Load.meta(NfTables.NFT_META_NFPROTO), Data.u8(ip4 ? NfTables.NFPROTO_IPV4 : NfTables.NFPROTO_IPV6));
        Load side = ip4
                ? inbound ? Load.ip4Source() : Load.ip4Destination()
                : inbound ? Load.ip6Source() : Load.ip6Destination();
        return ofFamily.whereMasked(side, Data.mask(peer), address);
    }

    /** As {@link #parse} reads it. */
    @Override
    public String toString() {
        List<String> words = new ArrayList<>();
        if (peer != null) {
            words.add(Counterparts.text(peer));
        }
        if (protocol != null) {
            words.add(protocol);
        }
        if (ports != null) {
            words.add(ports.toString());
        }
        return String.join(" ", words);
    }
}
