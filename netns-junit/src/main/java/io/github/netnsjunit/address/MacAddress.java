package io.github.netnsjunit.address;

import java.util.Arrays;
import java.util.HexFormat;

/**
 * The 48-bit address of an Ethernet-like interface.
 *
 * @param bits the address as a number, whose most significant byte is the first byte of the address
 */
public record MacAddress(long bits) {

    /** The length in bytes. */
    public static final int LENGTH = 6;

    private static final HexFormat COLONS = HexFormat.ofDelimiter(":");

    public MacAddress {
        if (bits >>> (Byte.SIZE * LENGTH) != 0) {
            throw new IllegalArgumentException("a MAC address has 48 bits: " + Long.toHexString(bits));
        }
    }

    /**
     * The address with these six bytes.
     *
     * @throws IllegalArgumentException if there are not six bytes
     */
    public static MacAddress of(byte... bytes) {
        if (bytes.length != LENGTH) {
            throw new IllegalArgumentException("a MAC address has 6 bytes: " + Arrays.toString(bytes));
        }
        long bits = 0;
        for (byte each : bytes) {
            bits = bits << Byte.SIZE | Byte.toUnsignedLong(each);
        }
        return new MacAddress(bits);
    }

    /**
     * Reads a text such as {@code 02:00:00:00:00:01}.
     *
     * @throws IllegalArgumentException if the text is not a MAC address
     */
    public static MacAddress parse(String text) {
        try {
            return of(COLONS.parseHex(text));
        } catch (IllegalArgumentException malformed) {
            throw new IllegalArgumentException(
                    "a MAC address has six pairs of hexadecimal digits with colons between: [" + text + "]", malformed);
        }
    }

    /** Whether it is the address of a group of interfaces: the lowest bit of the first byte is set. */
    public boolean isMulticast() {
        return (bits >>> (Byte.SIZE * (LENGTH - 1)) & 1) != 0;
    }

    /** The six bytes, in the order in which they are sent. */
    public byte[] bytes() {
        byte[] bytes = new byte[LENGTH];
        for (int i = 0; i < LENGTH; i++) {
            bytes[i] = (byte) (bits >>> (Byte.SIZE * (LENGTH - 1 - i)));
        }
        return bytes;
    }

    @Override
    public String toString() {
        return COLONS.formatHex(bytes());
    }
}
