package io.github.netnsjunit.assertj.attempt;

import io.github.netnsjunit.address.IpAddress;
import io.github.netnsjunit.address.LinkAddress;
import io.github.netnsjunit.address.Parsed;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.probe.Ping;
import io.github.netnsjunit.probe.Probe;
import io.github.netnsjunit.probe.Reachability.NotReached;
import io.github.netnsjunit.probe.Unreachable;
import io.github.netnsjunit.topology.KernelFeature;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Optional;

/** What can be known of the host of a probe from its text alone. */
final class Target {

    private static final InetAddress LIMITED_BROADCAST = IpAddress.parse("255.255.255.255");

    /** What the name of an interface follows in an address (RFC 4007, section 11). */
    private static final char ZONE = '%';

    private Target() {}

    /**
     * Why a result says nothing about a host, whatever the network.
     *
     * @param reason what is special about the address
     * @param sent whether the kernel sends the probe all the same
     */
    record Doubt(String reason, boolean sent) {}

    /** Says why a probe that did not reach its host does not tell anything about it; empty if nothing is known against it. */
    static Optional<Doubt> doubt(Probe probe, NotReached result) {
        return literal(probe.host())
                .flatMap(address -> doubt(probe, address)
                        .or(() -> address instanceof Inet6Address ? doubtOfIpv6(result) : Optional.empty()));
    }

    /** Where Java has no IPv6, its servers listen on IPv4 alone, even those on all addresses. */
    private static Optional<Doubt> doubtOfIpv6(NotReached result) {
        return result.reason() == Unreachable.REFUSED && !KernelFeature.IPV6.isAvailable()
                ? Optional.of(new Doubt(KernelFeature.IPV6.reason(), true))
                : Optional.empty();
    }

    private static Optional<Doubt> doubt(Probe probe, InetAddress address) {
        boolean sent = probe instanceof Ping;
        if (isBroadcast(probe.namespace(), address)) {
            return Optional.of(new Doubt("it is a broadcast address, which no host has", false));
        } else if (address.isMulticastAddress()) {
            return Optional.of(new Doubt("it is a multicast address, which no host has", sent));
        } else if (address instanceof Inet6Address && address.isLinkLocalAddress() && !hasZone(probe.host())) {
            return Optional.of(new Doubt("it is a link-local address without its interface", sent));
        }
        return Optional.empty();
    }

    private static boolean isBroadcast(NetworkNamespace namespace, InetAddress address) {
        return address.equals(LIMITED_BROADCAST)
                || namespace.addresses().stream()
                        .map(LinkAddress::network)
                        .anyMatch(network -> network.isBroadcast(address));
    }

    /** Empty for a name. */
    private static Optional<InetAddress> literal(String host) {
        String address = hasZone(host) ? host.substring(0, host.indexOf(ZONE)) : host;
        return Parsed.of(address, IpAddress::parse).value();
    }

    private static boolean hasZone(String host) {
        return host.indexOf(ZONE) >= 0;
    }
}
