package io.github.netnsjunit.kernel.netlink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Reads the messages of a received datagram, one after the other: call {@link #next()}, then ask for the content. Not thread-safe.
 *
 * <p>No bytes, however malformed, make it loop for ever or throw anything but {@link NetlinkFormatException}.
 */
public final class MessageReader {

    private final ByteBuffer buffer;
    private final int end;
    private int nextStart;
    private int start;
    private int length;

    /** Reads the bytes between a buffer's position and limit, and moves neither. */
    public MessageReader(ByteBuffer bytes) {
        this(bytes.duplicate().order(ByteOrder.nativeOrder()), bytes.position(), bytes.limit());
    }

    /** Reads the bytes from {@code start} to {@code end} of a buffer whose byte order is the processor's. */
    MessageReader(ByteBuffer buffer, int start, int end) {
        this.buffer = buffer;
        this.nextStart = start;
        this.start = start;
        this.end = end;
    }

    /** Moves to the next message. Returns false if there is none. */
    public boolean next() {
        int left = end - nextStart;
        if (left <= 0) {
            return false;
        }
        if (left < Netlink.NLMSG_HDRLEN) {
            throw new NetlinkFormatException(left + " bytes after the last message");
        }
        int claimed = buffer.getInt(nextStart);
        if (claimed < Netlink.NLMSG_HDRLEN || claimed > left) {
            throw new NetlinkFormatException(
                    "a message of " + Integer.toUnsignedString(claimed) + " bytes where " + left + " are left");
        }
        start = nextStart;
        length = claimed;
        nextStart += Netlink.align(claimed);
        return true;
    }

    /** The message type, {@code nlmsg_type}. */
    public int type() {
        return length == 0 ? 0 : Short.toUnsignedInt(buffer.getShort(start + 4));
    }

    /** The flags, {@code nlmsg_flags}. */
    public int flags() {
        return length == 0 ? 0 : Short.toUnsignedInt(buffer.getShort(start + 6));
    }

    /** The sequence number of the request that the message answers, {@code nlmsg_seq}. */
    public int sequence() {
        return length == 0 ? 0 : buffer.getInt(start + 8);
    }

    /** The unsigned byte at an offset of the payload. */
    public int u8(int offset) {
        return Byte.toUnsignedInt(buffer.get(at(offset, Byte.BYTES)));
    }

    /** The unsigned 16-bit number at an offset of the payload. */
    public int u16(int offset) {
        return Short.toUnsignedInt(buffer.getShort(at(offset, Short.BYTES)));
    }

    /** The 32-bit number at an offset of the payload. */
    public int u32(int offset) {
        return buffer.getInt(at(offset, Integer.BYTES));
    }

    /** The attributes after the fixed header, such as {@code struct ifinfomsg}, whose length in bytes is given. */
    public AttributeReader attributes(int headerLength) {
        int offset = at(0, headerLength);
        return new AttributeReader(buffer, offset + Netlink.align(headerLength), start + length);
    }

    private int at(int offset, int size) {
        int payload = length - Netlink.NLMSG_HDRLEN;
        if (offset < 0 || size < 0 || size > payload - offset) {
            throw new NetlinkFormatException("a message of type " + type() + " has " + Math.max(payload, 0)
                    + " bytes of payload, too few for " + size + " at " + offset);
        }
        return start + Netlink.NLMSG_HDRLEN + offset;
    }
}
