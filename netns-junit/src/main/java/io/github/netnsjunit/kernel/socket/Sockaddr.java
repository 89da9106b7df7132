package io.github.netnsjunit.kernel.socket;

import io.github.netnsjunit.address.IpAddress;
import io.github.netnsjunit.kernel.libc.Libc;
import io.github.netnsjunit.kernel.netlink.Family;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** {@code struct sockaddr_in} and {@code sockaddr_in6} of {@code linux/in.h} and {@code linux/in6.h}. */
public final class Sockaddr {

    /** The longer of the two, in bytes: a buffer of this size has room for either. */
    private static final int SIZE_IN6 = 28;

    private static final int SIZE_IN = 16;

    private Sockaddr() {}

    public static ByteBuffer of(InetAddress address, int port) {
        boolean ipv4 = address instanceof Inet4Address;
        ByteBuffer bytes = empty();
        bytes.limit(ipv4 ? SIZE_IN : SIZE_IN6);
        bytes.putShort(0, (short) Family.of(address));
        bytes.put(2, (byte) (port >> 8)).put(3, (byte) port); // network byte order
        if (address instanceof Inet6Address ipv6) {
            bytes.put(8, address.getAddress()); // follows the flow label
            bytes.putInt(24, ipv6.getScopeId());
        } else {
            bytes.put(4, address.getAddress());
        }
        return bytes;
    }

    /** Returns a buffer into which the kernel can write either structure. */
    public static ByteBuffer empty() {
        return ByteBuffer.allocateDirect(SIZE_IN6).order(ByteOrder.nativeOrder());
    }

    /** The address and the port that the kernel wrote into a buffer. */
    public static InetSocketAddress read(ByteBuffer bytes) {
        boolean ipv4 = bytes.getShort(0) == Libc.AF_INET;
        byte[] address = new byte[ipv4 ? 4 : 16];
        bytes.get(ipv4 ? 4 : 8, address);
        int port = Byte.toUnsignedInt(bytes.get(2)) << 8 | Byte.toUnsignedInt(bytes.get(3));
        return new InetSocketAddress(IpAddress.of(address), port);
    }
}
