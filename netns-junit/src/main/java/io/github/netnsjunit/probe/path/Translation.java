package io.github.netnsjunit.probe.path;

import io.github.netnsjunit.address.IpAddress;
import io.github.netnsjunit.address.LinkAddress;
import io.github.netnsjunit.kernel.route.Transport;
import io.github.netnsjunit.kernel.socket.IpProtocol;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.lab.listing.NatMapping;
import io.github.netnsjunit.topology.NatFacts;
import java.net.InetAddress;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the NAT of a router makes of the sender's address.
 *
 * @param router the router
 * @param inside the address behind it
 * @param outside the address that others see
 */
record Translation(NetworkNamespace router, InetAddress inside, InetAddress outside) {

    /**
     * That of a packet which goes out where a NAT may translate it: as the router remembers it for this destination, or else as the NAT would
     * begin. Empty if nothing tells that it is translated.
     *
     * @param output the router and the interface by which the packet goes out
     * @param transport the packet's protocol and port, for which the NAT may have an address of its own
     * @param nats what translates there
     */
    static Optional<Translation> of(
            Site output, InetAddress inside, InetAddress destination, Transport transport, List<NatFacts> nats) {
        String protocol = protocol(transport);
        return output.namespace().nat().mappings().stream()
                .filter(mapping -> mapping.protocol().equals(protocol)
                        && mapping.inside().getAddress().equals(inside)
                        && mapping.remote().getAddress().equals(destination)
                        && (transport.port() == 0 || mapping.remote().getPort() == transport.port()))
                .max(Comparator.comparing(NatMapping::timeLeft)) // the last one
                .map(mapping -> mapping.outside().getAddress())
                .or(() -> nats.stream()
                        .filter(NatFacts::ofAll)
                        .flatMap(nat -> first(nat, output, inside).stream())
                        .findFirst())
                .map(outside -> new Translation(output.namespace(), inside, outside));
    }

    /** As {@link NatMapping#protocol} names it. */
    private static String protocol(Transport transport) {
        return switch (transport.protocol()) {
            case IpProtocol.IPPROTO_TCP -> "tcp";
            case IpProtocol.IPPROTO_ICMP -> "icmp";
            case IpProtocol.IPPROTO_ICMPV6 -> "icmpv6";
            default -> String.valueOf(transport.protocol());
        };
    }

    /** The first address of the family that a NAT says, or else that its interface has. */
    private static Optional<InetAddress> first(NatFacts nat, Site output, InetAddress inside) {
        return Stream.concat(
                        nat.addresses().stream(),
                        output.link().addresses().stream().map(LinkAddress::address))
                .filter(each -> each.getClass() == inside.getClass() && !each.isLinkLocalAddress())
                .findFirst();
    }

    @Override
    public String toString() {
        return IpAddress.text(inside) + " is " + IpAddress.text(outside) + " from here on";
    }
}
