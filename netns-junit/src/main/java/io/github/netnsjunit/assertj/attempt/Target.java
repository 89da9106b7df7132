package io.github.netnsjunit.assertj.attempt;

import io.github.netnsjunit.address.IpAddress;
import io.github.netnsjunit.address.LinkAddress;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.probe.Probe;
import io.github.netnsjunit.probe.TcpConnect;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Optional;

/** What can be known of the host of a probe from its text alone. */
final class Target {

    private static final InetAddress LIMITED_BROADCAST = IpAddress.parse("255.255.255.255");

    private Target() {}

    /** Says why the kernel sends nothing to the host, whatever the network; empty if nothing is known against it. */
    static Optional<String> whyNothingIsSent(Probe probe) {
        return literal(probe.host()).flatMap(address -> whyNothingIsSent(probe, address));
    }

    private static Optional<String> whyNothingIsSent(Probe probe, InetAddress address) {
        if (isBroadcast(probe.namespace(), address)) {
            return Optional.of("it is a broadcast address, which no host has");
        } else if (probe instanceof TcpConnect && address.isMulticastAddress()) {
            return Optional.of("it is a multicast address, which no host has");
        } else if (probe instanceof TcpConnect && address instanceof Inet6Address && address.isLinkLocalAddress()) {
            return Optional.of("it is a link-local address without its interface");
        }
        return Optional.empty();
    }

    private static boolean isBroadcast(NetworkNamespace namespace, InetAddress address) {
        return address.equals(LIMITED_BROADCAST)
                || namespace.addresses().stream()
                        .map(LinkAddress::network)
                        .anyMatch(network -> network.isBroadcast(address));
    }

    /** Empty for a name, and for an address with a zone. */
    private static Optional<InetAddress> literal(String host) {
        try {
            return Optional.of(IpAddress.parse(host));
        } catch (IllegalArgumentException name) {
            return Optional.empty();
        }
    }
}
