package io.github.netnsjunit.probe;

import io.github.netnsjunit.kernel.libc.Libc;
import io.github.netnsjunit.kernel.netlink.Family;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** {@code struct sockaddr_in} and {@code sockaddr_in6} of {@code linux/in.h} and {@code linux/in6.h}. */
final class Sockaddr {

    /** The longer of the two, in bytes: a buffer of this size has room for either. */
    private static final int SIZE_IN6 = 28;

    private static final int SIZE_IN = 16;

    private Sockaddr() {}

    static ByteBuffer of(InetAddress address, int port) {
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
    static ByteBuffer empty() {
        return ByteBuffer.allocateDirect(SIZE_IN6).order(ByteOrder.nativeOrder());
    }

    static InetAddress address(ByteBuffer bytes) {
        boolean ipv4 = bytes.getShort(0) == Libc.AF_INET;
        return address(bytes, ipv4 ? 4 : 8, ipv4 ? 4 : 16);
    }

    static int port(ByteBuffer bytes) {
        return ((bytes.get(2) & 0xff) << 8) | (bytes.get(3) & 0xff);
    }

    /** Reads an address of 4 or 16 bytes at an offset. */
    static InetAddress address(ByteBuffer packet, int offset, int length) {
        byte[] address = new byte[length];
        packet.get(offset, address);
        try {
            return InetAddress.getByAddress(address);
        } catch (UnknownHostException impossible) {
            throw new AssertionError(impossible); // thrown only for other lengths
        }
    }
}
