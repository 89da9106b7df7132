package io.github.netnsjunit.kernel.nft;

import io.github.netnsjunit.address.IpAddress;
import io.github.netnsjunit.address.IpNetwork;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Values as they stand in the kernel's registers and sets. */
public final class Data {

    /** {@code IFNAMSIZ}: names of interfaces are compared with as many bytes. */
    private static final int INTERFACE_NAME_LENGTH = 16;

    private Data() {}

    /** One byte, such as the number of a protocol. */
    public static byte[] u8(int value) {
        return new byte[] {(byte) value};
    }

    /** Two bytes in network order, such as a port. */
    public static byte[] u16(int value) {
        return new byte[] {(byte) (value >> 8), (byte) value};
    }

    /** Four bytes in the processor's order, such as a mark or the state of a connection. */
    public static byte[] u32(int value) {
        return ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.nativeOrder())
                .putInt(value)
                .array();
    }

    /** The 4 or 16 bytes of an address. */
    public static byte[] address(InetAddress address) {
        return address.getAddress();
    }

    /** The mask of a network: the 4 or 16 bytes of an address, with ones where the prefix is. */
    public static byte[] mask(IpNetwork network) {
        byte[] ones = new byte[network.address().getAddress().length];
        Arrays.fill(ones, (byte) -1);
        return IpNetwork.of(IpAddress.of(ones), network.prefixLength())
                .address()
                .getAddress();
    }

    /** The name of an interface, filled up with zeros. */
    public static byte[] interfaceName(String name) {
        return Arrays.copyOf(name.getBytes(StandardCharsets.UTF_8), INTERFACE_NAME_LENGTH);
    }

    /** Several values, of which each is filled up with zeros to a multiple of four bytes. */
    public static byte[] concatenation(byte[]... values) {
        ByteBuffer all = ByteBuffer.allocate(
                Arrays.stream(values).mapToInt(each -> padded(each.length)).sum());
        for (byte[] value : values) {
            all.put(Arrays.copyOf(value, padded(value.length)));
        }
        return all.array();
    }

    /** Rounds up to a multiple of four. */
    static int padded(int length) {
        return (length + 3) & ~3;
    }
}
