package io.github.netnsjunit.link.lan;

import io.github.netnsjunit.address.IpAddress;
import io.github.netnsjunit.address.IpNetwork;
import java.math.BigInteger;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.Optional;

/** Counts the addresses of a subnet that hosts can have, from its first one up and from its last one down. */
public final class HostAddresses {

    private final IpNetwork subnet;
    private final BigInteger first;
    private final BigInteger last;

    /** The addresses of one subnet. */
    public HostAddresses(IpNetwork subnet) {
        this.subnet = subnet;
        int bits = subnet.address().getAddress().length * 8;
        BigInteger lowest = new BigInteger(1, subnet.address().getAddress());
        BigInteger highest = lowest.add(BigInteger.ONE.shiftLeft(bits - subnet.prefixLength()))
                .subtract(BigInteger.ONE);
        first = subnet.isNetworkAddress(subnet.address()) ? lowest.add(BigInteger.ONE) : lowest;
        last = subnet.broadcast().isPresent() ? highest.subtract(BigInteger.ONE) : highest;
    }

    /** Whether they are addresses of IPv6. */
    public boolean isIpv6() {
        return subnet.address() instanceof Inet6Address;
    }

    /** Whether there are this many. */
    public boolean hasRoomFor(int hosts) {
        return count().compareTo(BigInteger.valueOf(hosts)) >= 0;
    }

    /** How many there are. */
    public BigInteger count() {
        return last.subtract(first).add(BigInteger.ONE);
    }

    /** The address at a position, with the subnet's prefix length. The first has the position 0. */
    public String fromFirst(int position) {
        return text(first.add(BigInteger.valueOf(position)));
    }

    /** The address at a position, with the subnet's prefix length. The last has the position 0. */
    public String fromLast(int position) {
        return text(last.subtract(BigInteger.valueOf(position)));
    }

    /** The position of an address, counted from the last one down; empty if it is not one of the last that a router can have. */
    public Optional<Integer> positionFromLast(InetAddress address) {
        BigInteger position = last.subtract(new BigInteger(1, address.getAddress()));
        boolean possible = position.signum() >= 0 && position.bitLength() < Integer.SIZE - 1;
        return possible ? Optional.of(position.intValue()) : Optional.empty();
    }

    private String text(BigInteger address) {
        int length = subnet.address().getAddress().length;
        byte[] number = address.toByteArray(); // may be shorter than an address, or have a zero for the sign in front
        byte[] bytes = new byte[length];
        int copied = Math.min(number.length, length);
        System.arraycopy(number, number.length - copied, bytes, length - copied, copied);
        InetAddress host = IpAddress.of(Arrays.copyOf(bytes, length));
        return IpAddress.text(host) + "/" + subnet.prefixLength();
    }
}
