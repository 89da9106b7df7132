package io.github.netnsjunit.kernel.netlink;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * Writes netlink messages and their attributes into a direct buffer, which it borrows, and which grows as needed. Not thread-safe.
 *
 * <p>The layouts are those of {@code linux/netlink.h}, in the processor's byte order. Attributes are padded to four bytes.
 */
public final class AttributeWriter {

    /** Because {@code nla_len} is a {@code __u16}. */
    private static final int MAX_ATTRIBUTE_LENGTH = 0xFFFF;

    private ByteBuffer buffer = SpareBuffers.NONE;
    private int[] openTypes = new int[4];
    private int depth;
    private int searchedOffset = -1;
    private List<Integer> foundPath = List.of();

    AttributeWriter() {}

    /** The bytes of the attributes that {@code content} writes, for {@link #again}. */
    public static byte[] bytesOf(Consumer<AttributeWriter> content) {
        var writer = new AttributeWriter();
        try {
            content.accept(writer);
            byte[] bytes = new byte[writer.position()];
            writer.written().get(bytes);
            return bytes;
        } finally {
            writer.release();
        }
    }

    /** Writes one byte of the fixed header of a message, such as {@code struct ifinfomsg}. */
    public AttributeWriter u8(int value) {
        ensure(Byte.BYTES);
        buffer.put((byte) value);
        return this;
    }

    /** Writes two bytes of the fixed header of a message. */
    public AttributeWriter u16(int value) {
        ensure(Short.BYTES);
        buffer.putShort((short) value);
        return this;
    }

    /** Writes four bytes of the fixed header of a message. */
    public AttributeWriter u32(int value) {
        ensure(Integer.BYTES);
        buffer.putInt(value);
        return this;
    }

    /** Writes an attribute of four bytes. */
    public AttributeWriter putInt(int type, int value) {
        begin(type, Integer.BYTES);
        buffer.putInt(value);
        return this;
    }

    /** Writes an attribute of two bytes. */
    public AttributeWriter putShort(int type, int value) {
        begin(type, Short.BYTES);
        buffer.putShort((short) value);
        pad();
        return this;
    }

    /** Writes an attribute of one byte. */
    public AttributeWriter putByte(int type, int value) {
        return putBytes(type, (byte) value);
    }

    /** Writes an attribute of eight bytes. */
    public AttributeWriter putLong(int type, long value) {
        begin(type, Long.BYTES);
        buffer.putLong(value);
        return this;
    }

    /** Writes an attribute of four bytes in network order, as the parts of netfilter demand. */
    public AttributeWriter putBigEndian(int type, int value) {
        begin(type, Integer.BYTES);
        buffer.order(ByteOrder.BIG_ENDIAN).putInt(value).order(ByteOrder.nativeOrder());
        return this;
    }

    /** Writes an attribute of eight bytes in network order. */
    public AttributeWriter putBigEndian(int type, long value) {
        begin(type, Long.BYTES);
        buffer.order(ByteOrder.BIG_ENDIAN).putLong(value).order(ByteOrder.nativeOrder());
        return this;
    }

    /** Writes an attribute with a string in UTF-8 and a NUL at its end. */
    public AttributeWriter putString(int type, String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        begin(type, bytes.length + 1);
        buffer.put(bytes).put((byte) 0);
        pad();
        return this;
    }

    /** Writes an attribute with these bytes. */
    public AttributeWriter putBytes(int type, byte... value) {
        begin(type, value.length);
        buffer.put(value);
        pad();
        return this;
    }

    /** Writes an attribute with the 4 or 16 bytes of an address, in network order. */
    public AttributeWriter putAddress(int type, InetAddress value) {
        return putBytes(type, value.getAddress());
    }

    /** Writes an attribute that holds the attributes and structures which {@code content} writes. */
    public AttributeWriter nested(int type, Runnable content) {
        int start = beginNested(type);
        content.run();
        endNested(start);
        return this;
    }

    /** Begins an attribute that holds what is written until {@link #endNested}, which has to be called with the number that this returns. */
    public int beginNested(int type) {
        int start = buffer.position();
        begin(type, 0);
        if (depth == openTypes.length) {
            openTypes = Arrays.copyOf(openTypes, 2 * depth);
        }
        openTypes[depth++] = type;
        return start;
    }

    /** Ends the attribute that was begun last. */
    public void endNested(int start) {
        int type = openTypes[--depth];
        int length = buffer.position() - start;
        checkLength(type, length);
        buffer.putShort(start, (short) length);
    }

    /** Writes what {@code content} writes after its length in two bytes, which counts these two: for a list of structures in an attribute. */
    public AttributeWriter counted(Runnable content) {
        int start = buffer.position();
        u16(0);
        content.run();
        buffer.putShort(start, (short) (buffer.position() - start));
        return this;
    }

    /**
     * Writes attributes whose bytes are known from {@link #bytesOf}. Only if an attribute is to be found among them, {@code content} writes
     * them once more.
     */
    public AttributeWriter again(Consumer<AttributeWriter> content, byte... bytes) {
        if (searchedOffset < 0) {
            ensure(bytes.length);
            buffer.put(bytes);
        } else {
            content.accept(this);
        }
        return this;
    }

    /** Discards all that was written. */
    void clear() {
        buffer.clear();
        depth = 0; // writing may have failed inside an attribute
    }

    /** Gives the buffer back, and all that was written with it. The next thing to be written borrows another. */
    void release() {
        SpareBuffers.giveBack(buffer);
        buffer = SpareBuffers.NONE;
    }

    /** The number of bytes written. */
    int position() {
        return buffer.position();
    }

    /** Writes a whole message: {@code struct nlmsghdr} and the request. */
    void message(NetlinkRequest request, int flags, int sequence) {
        int start = buffer.position();
        u32(0).u16(request.type()).u16(flags | request.flags()).u32(sequence).u32(0);
        request.write(this);
        buffer.putInt(start, buffer.position() - start);
        pad();
    }

    /** The bytes written, between position and limit. Valid until something else is written. */
    ByteBuffer written() {
        return buffer.duplicate().order(ByteOrder.nativeOrder()).flip();
    }

    /**
     * Finds the attribute that begins at an offset of a request's message. Returns its type after the types of the attributes that
     * it is nested in, from the outermost in; empty if no attribute begins there.
     *
     * <p>It writes the request again to find out. So only a refused request costs time.
     */
    static List<Integer> attributeAt(NetlinkRequest request, int offset) {
        var writer = new AttributeWriter();
        writer.searchedOffset = offset;
        writer.message(request, 0, 0);
        writer.release();
        return writer.foundPath;
    }

    private void begin(int type, int length) {
        checkLength(type, Netlink.NLA_HDRLEN + length);
        ensure(Netlink.NLA_HDRLEN + Netlink.align(length));
        if (buffer.position() == searchedOffset) {
            foundPath = pathTo(type);
        }
        buffer.putShort((short) (Netlink.NLA_HDRLEN + length)).putShort((short) type);
    }

    private List<Integer> pathTo(int type) {
        var path = new ArrayList<Integer>(depth + 1);
        for (int i = 0; i < depth; i++) {
            path.add(openTypes[i] & Netlink.NLA_TYPE_MASK);
        }
        path.add(type & Netlink.NLA_TYPE_MASK);
        return path;
    }

    private static void checkLength(int type, int length) {
        if (length > MAX_ATTRIBUTE_LENGTH) {
            throw new IllegalArgumentException("netlink attribute " + type + " would be " + length
                    + " bytes long, and its 16-bit length allows " + MAX_ATTRIBUTE_LENGTH);
        }
    }

    private void pad() {
        ensure(3);
        while ((buffer.position() & 3) != 0) {
            buffer.put((byte) 0);
        }
    }

    private void ensure(int more) {
        if (buffer.remaining() < more) {
            int needed = buffer.position() + more;
            ByteBuffer larger = needed <= SpareBuffers.CAPACITY
                    ? SpareBuffers.borrow()
                    : SpareBuffers.allocate(Math.max(2 * buffer.capacity(), needed));
            larger.put(buffer.flip());
            SpareBuffers.giveBack(buffer);
            buffer = larger;
        }
    }
}
