package io.github.netnsjunit.lab.refusal;

import io.github.netnsjunit.address.LinkAddress;
import io.github.netnsjunit.kernel.address.AddAddress;
import io.github.netnsjunit.kernel.address.AddressMessage;
import io.github.netnsjunit.kernel.libc.Errno;
import io.github.netnsjunit.kernel.libc.Libc;
import io.github.netnsjunit.kernel.libc.LinuxException;
import io.github.netnsjunit.kernel.link.LinkMessage;
import io.github.netnsjunit.kernel.netlink.Family;
import io.github.netnsjunit.kernel.netlink.NetlinkException;
import io.github.netnsjunit.kernel.netlink.NetlinkSocket;
import io.github.netnsjunit.kernel.route.AddRoute;
import io.github.netnsjunit.topology.rules.MtuRules;
import io.github.netnsjunit.topology.rules.NewAddress;
import java.util.Optional;
import java.util.function.Predicate;

/** Finds out why the kernel refused an address or a route, if the interface is the cause and the kernel's own words do not say so. */
final class CauseAtInterface {

    private final NetlinkSocket netlink;

    private CauseAtInterface(NetlinkSocket netlink) {
        this.netlink = netlink;
    }

    /**
     * The cause, as a sentence.
     *
     * @param netlink a socket in the namespace
     */
    static Optional<String> of(NetlinkException refused, NetlinkSocket netlink) {
        try {
            return new CauseAtInterface(netlink).of(refused);
        } catch (LinuxException unknown) { // then there is nothing to add to the kernel's own error
            return Optional.empty();
        }
    }

    private Optional<String> of(NetlinkException refused) {
        if (refused.request() instanceof AddAddress request && refused.errno() == Errno.EINVAL) {
            return Family.of(request.added().address()) == Libc.AF_INET6
                    ? tooSmallForIpv6(link -> link.index() == request.index())
                    : otherScope(request);
        }
        if (refused.request() instanceof AddRoute request && refused.errno() == Errno.ENODEV) {
            return tooSmallForIpv6(link -> request.route().hops().stream()
                    .anyMatch(hop -> hop.outputInterface() == link.index()
                            && Family.of(hop.gateway() == null ? request.route().destination() : hop.gateway())
                                    == Libc.AF_INET6));
        }
        return Optional.empty();
    }

    private Optional<String> tooSmallForIpv6(Predicate<LinkMessage> asked) {
        return netlink.dump(LinkMessage.dump()).stream()
                .filter(asked)
                .filter(link -> link.mtu() < MtuRules.SMALLEST_IPV6_MTU)
                .findFirst()
                .map(link -> "The MTU of [" + link.name() + "] is " + link.mtu() + ", and IPv6 asks for at least "
                        + MtuRules.SMALLEST_IPV6_MTU + ".");
    }

    private Optional<String> otherScope(AddAddress request) {
        LinkAddress added = request.added();
        return netlink.dump(AddressMessage.dump(Libc.AF_INET)).stream()
                .filter(there -> there.index() == request.index())
                .map(AddressMessage::linkAddress)
                .filter(there -> NewAddress.isOfOtherScope(added, there))
                .findFirst()
                .map(there -> "[" + added + "] " + NewAddress.otherScopeThan(there) + ".");
    }
}
