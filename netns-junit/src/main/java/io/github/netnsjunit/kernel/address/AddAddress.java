package io.github.netnsjunit.kernel.address;

import io.github.netnsjunit.address.AddressLifetime;
import io.github.netnsjunit.address.AddressScope;
import io.github.netnsjunit.address.LinkAddress;
import io.github.netnsjunit.kernel.libc.Libc;
import io.github.netnsjunit.kernel.netlink.AttributeWriter;
import io.github.netnsjunit.kernel.netlink.Family;
import io.github.netnsjunit.kernel.netlink.Netlink;
import io.github.netnsjunit.kernel.netlink.NetlinkRequest;
import io.github.netnsjunit.kernel.netlink.Rtnetlink;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Adds an address to an interface, as {@code ip address add ADDRESS/PREFIX broadcast + dev NAME} does, as a rule with {@code nodad}.
 *
 * @param index the interface index
 * @param added the address, with its scope and lifetimes. Its state is not sent
 * @param detectDuplicates whether the kernel looks for duplicates of an IPv6 address, if the parameter {@code accept_dad} of the
 *     interface allows it. That takes more than a second, and the address cannot be used before
 * @param connectedRoute whether the kernel sets a route to the network of the address
 */
public record AddAddress(int index, LinkAddress added, boolean detectDuplicates, boolean connectedRoute)
        implements NetlinkRequest {

    /** Adds an address for ever, without looking for duplicates. */
    public AddAddress(int index, InetAddress address, int prefixLength) {
        this(index, address, prefixLength, false, true);
    }

    /** Adds an address for ever. */
    public AddAddress(
            int index, InetAddress address, int prefixLength, boolean detectDuplicates, boolean connectedRoute) {
        this(index, new LinkAddress(address, prefixLength), detectDuplicates, connectedRoute);
    }

    @Override
    public short type() {
        return Rtnetlink.RTM_NEWADDR;
    }

    @Override
    public int flags() {
        return Netlink.ADD;
    }

    @Override
    public void write(AttributeWriter out) {
        InetAddress address = added.address();
        boolean ipv6 = Family.of(address) == Libc.AF_INET6;
        int flags = ipv6 && !detectDuplicates ? Rtnetlink.IFA_F_NODAD : 0;
        // The kernel finds the scope of an IPv6 address itself, and ip sends none.
        int scope = (ipv6 ? AddressScope.GLOBAL : added.scope()).number();
        AddressHeader.write(out, index, address, added.prefixLength(), flags, scope);
        if (!connectedRoute) { // a flag for which the header has no room
            out.putInt(Rtnetlink.IFA_FLAGS, flags | Rtnetlink.IFA_F_NOPREFIXROUTE);
        }
        if (!address.isLoopbackAddress()) {
            added.network().broadcast().ifPresent(broadcast -> out.putAddress(Rtnetlink.IFA_BROADCAST, broadcast));
        }
        AddressLifetime lifetime = added.lifetime();
        if (!lifetime.equals(AddressLifetime.FOREVER)) {
            out.putBytes(Rtnetlink.IFA_CACHEINFO, cacheInfo(lifetime));
        }
    }

    /** {@code struct ifa_cacheinfo} of {@code linux/if_addr.h}: the lifetimes, and two times that only the kernel tells. */
    private static byte[] cacheInfo(AddressLifetime lifetime) {
        return ByteBuffer.allocate(4 * Integer.BYTES)
                .order(ByteOrder.nativeOrder())
                .putInt(AddressLifetime.forKernel(lifetime.preferred()))
                .putInt(AddressLifetime.forKernel(lifetime.valid()))
                .array();
    }

    @Override
    public String toString() {
        return "add address " + added.in(LinkAddress.State.USABLE);
    }
}
