package io.github.netnsjunit.kernel.netlink;

import io.github.netnsjunit.address.IpAddress;
import io.github.netnsjunit.address.MacAddress;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads attributes from a part of a buffer, one after the other: call {@link #next()}, then ask for the content. Not thread-safe.
 *
 * <p>No bytes, however malformed, make it loop for ever or throw anything but {@link NetlinkFormatException}.
 */
public final class AttributeReader {

    private final ByteBuffer buffer;
    private final int end;
    private int nextStart;
    private int start;
    private int length;
    private int type;

    AttributeReader(ByteBuffer buffer, int start, int end) {
        this.buffer = buffer;
        this.nextStart = start;
        this.start = start;
        this.end = end;
    }

    /** Moves to the next attribute. Returns false if there is none. */
    public boolean next() {
        int left = end - nextStart;
        if (left <= 0) {
            return false;
        }
        if (left < Netlink.NLA_HDRLEN) {
            throw new NetlinkFormatException(left + " bytes after the last attribute");
        }
        int claimed = Short.toUnsignedInt(buffer.getShort(nextStart));
        if (claimed < Netlink.NLA_HDRLEN || claimed > left) {
            throw new NetlinkFormatException("an attribute of " + claimed + " bytes where " + left + " are left");
        }
        type = Short.toUnsignedInt(buffer.getShort(nextStart + 2)) & Netlink.NLA_TYPE_MASK;
        start = nextStart + Netlink.NLA_HDRLEN;
        length = claimed - Netlink.NLA_HDRLEN;
        nextStart += Netlink.align(claimed);
        return true;
    }

    /** The attribute's type, without the flags for nesting and byte order. */
    public int type() {
        return type;
    }

    /** The content's length in bytes. */
    public int length() {
        return length;
    }

    /** The content as an unsigned byte. */
    public int byteValue() {
        return Byte.toUnsignedInt(buffer.get(at(0, Byte.BYTES)));
    }

    /** The content as a 32-bit number. */
    public int intValue() {
        return intAt(0);
    }

    /** The unsigned byte at an offset of the content, for attributes that hold a structure. */
    public int u8At(int offset) {
        return Byte.toUnsignedInt(buffer.get(at(offset, Byte.BYTES)));
    }

    /** The unsigned 16-bit number at an offset of the content, for attributes that hold a structure. */
    public int u16At(int offset) {
        return Short.toUnsignedInt(buffer.getShort(at(offset, Short.BYTES)));
    }

    /** The 32-bit number at an offset of the content. */
    public int intAt(int offset) {
        return buffer.getInt(at(offset, Integer.BYTES));
    }

    /** The 64-bit number at an offset of the content. */
    public long longAt(int offset) {
        return buffer.getLong(at(offset, Long.BYTES));
    }

    /** The content as text, up to the first NUL if there is one. */
    public String string() {
        byte[] bytes = bytes();
        int end = 0;
        while (end < bytes.length && bytes[end] != 0) {
            end++;
        }
        return new String(bytes, 0, end, StandardCharsets.UTF_8);
    }

    /** A copy of the content. */
    public byte[] bytes() {
        byte[] bytes = new byte[length];
        buffer.get(start, bytes);
        return bytes;
    }

    /** The content as an IPv4 or IPv6 address, without a scope. */
    public InetAddress address() {
        return addressAt(0);
    }

    /** The content from an offset on, as an IPv4 or IPv6 address without a scope. */
    public InetAddress addressAt(int offset) {
        int size = length - offset;
        if (size != 4 && size != 16) {
            throw new NetlinkFormatException("an address of " + size + " bytes");
        }
        byte[] bytes = new byte[size];
        buffer.get(at(offset, size), bytes);
        return IpAddress.of(bytes);
    }

    /** The content as a MAC address. Null if it does not have six bytes, as the addresses of some tunnels. */
    public @Nullable MacAddress mac() {
        return length == MacAddress.LENGTH ? MacAddress.of(bytes()) : null;
    }

    /** The attributes that are nested in this one. */
    public AttributeReader nested() {
        return nested(0, length);
    }

    /**
     * The attributes in the content's bytes from {@code from} up to {@code to}, not included: for an attribute that begins with
     * a structure.
     */
    public AttributeReader nested(int from, int to) {
        return new AttributeReader(buffer, at(from, to - from), start + to);
    }

    private int at(int offset, int size) {
        if (offset < 0 || size < 0 || size > length - offset) {
            throw new NetlinkFormatException(
                    "attribute " + type + " has " + length + " bytes, too few for " + size + " at " + offset);
        }
        return start + offset;
    }
}
