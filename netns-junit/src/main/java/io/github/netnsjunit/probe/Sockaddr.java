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

    /** The longer of the two, so that either fits. */
    private static final int SIZE_IN6 = 28;

    private static final int SIZE_IN = 16;

    private Sockaddr() {}

    static ByteBuffer of(InetAddress address, int port) {
        boolean four = address instanceof Inet4Address;
        ByteBuffer bytes = empty();
        bytes.limit(four ? SIZE_IN : SIZE_IN6);
        bytes.putShort(0, (short) Family.of(address));
        bytes.put(2, (byte) (port >> 8)).put(3, (byte) port); // network byte order
        if (address instanceof Inet6Address six) {
            bytes.put(8, address.getAddress()); // behind the flow label
            bytes.putInt(24, six.getScopeId());
        } else {
            bytes.put(4, address.getAddress());
        }
        return bytes;
    }

    /** Room for the kernel to write one into. */
    static ByteBuffer empty() {
        return ByteBuffer.allocateDirect(SIZE_IN6).order(ByteOrder.nativeOrder());
    }

    static InetAddress address(ByteBuffer bytes) {
        boolean four = bytes.getShort(0) == Libc.AF_INET;
        return address(bytes, four ? 4 : 8, four ? 4 : 16);
    }

    static int port(ByteBuffer bytes) {
        return ((bytes.get(2) & 0xff) << 8) | (bytes.get(3) & 0xff);
    }

    /** The address that lies in a packet at the offset: 4 or 16 bytes. */
    static InetAddress address(ByteBuffer packet, int offset, int length) {
        byte[] address = new byte[length];
        packet.get(offset, address);
        try {
            return InetAddress.getByAddress(address);
        } catch (UnknownHostException impossible) {
            throw new AssertionError(impossible); // thrown for other lengths alone
        }
    }
}
