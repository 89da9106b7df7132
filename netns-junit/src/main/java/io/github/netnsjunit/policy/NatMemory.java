package io.github.netnsjunit.policy;

import io.github.netnsjunit.kernel.nft.NftSet;
import io.github.netnsjunit.kernel.nft.NftType;
import java.time.Duration;

/**
 * What the rules of a {@link Nat} remember beyond what the kernel does by itself, and whether they need to.
 *
 * @param nat the NAT
 * @param family of the addresses
 */
record NatMemory(Nat nat, AddressFamily family) {

    private static final int MOST_MAPPINGS = 65_536;

    /** As Linux has it for UDP with answers (nf_conntrack_udp_timeout_stream). For TCP it is beyond the connections, which last longer. */
    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    Duration udpTimeout() {
        Duration said = nat.udpTimeout();
        return said == null ? TIMEOUT : said;
    }

    Duration tcpTimeout() {
        Duration said = nat.tcpTimeout();
        return said == null ? TIMEOUT : said;
    }

    private Duration longest() {
        return udpTimeout().compareTo(tcpTimeout()) > 0 ? udpTimeout() : tcpTimeout();
    }

    /** Who is behind an outside port. */
    NftSet cone() {
        return NftSet.of("cone", 1, NftType.INET_PROTO, family.type(), NftType.INET_SERVICE)
                .to(family.type(), NftType.INET_SERVICE)
                .dynamic(longest(), MOST_MAPPINGS);
    }

    /** What a host has got. */
    NftSet out() {
        NftSet out = nat.mapping() == NatBehavior.ADDRESS_DEPENDENT
                ? NftSet.of("out", 2, NftType.INET_PROTO, family.type(), NftType.INET_SERVICE, family.type())
                : NftSet.of("out", 2, NftType.INET_PROTO, family.type(), NftType.INET_SERVICE);
        return out.to(family.type(), NftType.INET_SERVICE).dynamic(longest(), MOST_MAPPINGS);
    }

    /** Who may send to an outside port. */
    NftSet allowed() {
        NftType address = family.type();
        NftType port = NftType.INET_SERVICE;
        NftSet allowed = nat.filtering() == NatBehavior.ADDRESS_AND_PORT_DEPENDENT
                ? NftSet.of("allowed", 3, NftType.INET_PROTO, address, port, address, port)
                : NftSet.of("allowed", 3, NftType.INET_PROTO, address, port, address);
        return allowed.dynamic(longest(), MOST_MAPPINGS);
    }

    /** Whether a port of a host depends on nothing but what the kernel does by itself. */
    boolean isByKernel() {
        return nat.ports().overloaded() || nat.ports().block() > 0;
    }

    boolean isRandom() {
        return nat.mapping() == NatBehavior.ADDRESS_AND_PORT_DEPENDENT;
    }

    /** Whether hosts are reached by others than those whose connections the kernel knows. */
    boolean isOpen() {
        return nat.filtering() != NatBehavior.ADDRESS_AND_PORT_DEPENDENT || nat.hairpinning();
    }

    boolean learnsMappings() {
        return !isByKernel() && !isRandom();
    }

    boolean learns() {
        return learnsMappings() || isOpen();
    }

    boolean asksWhoMaySend() {
        return isOpen() && nat.filtering() != NatBehavior.ENDPOINT_INDEPENDENT;
    }
}
