package io.github.netnsjunit.kernel.libc;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * Makes a {@code struct msghdr} followed by one {@code struct iovec}, with the layout of 64-bit C libraries ({@code bits/socket.h},
 * {@code bits/types/struct_iovec.h}; see recvmsg(2)). It contains pointers into buffers, which must stay reachable as long as it is used.
 */
final class MessageHeader {

    private static final int NAME = 0;
    private static final int NAME_LENGTH = 8;
    private static final int VECTOR = 16;
    private static final int VECTOR_COUNT = 24;
    /** {@code sizeof(struct msghdr)}. The fields for control data and flags stay 0. */
    private static final int SIZE = 56;

    private static final int VECTOR_SIZE = 16;

    private MessageHeader() {}

    /**
     * The header of a message.
     *
     * @param data contains the message between position and limit
     * @param address the address of the sender or the receiver
     */
    static ByteBuffer of(ByteBuffer data, @Nullable ByteBuffer address) {
        ByteBuffer header = ByteBuffer.allocateDirect(SIZE + VECTOR_SIZE).order(ByteOrder.nativeOrder());
        if (address != null) {
            header.putLong(NAME, NativeCalls.address(address)).putInt(NAME_LENGTH, address.remaining());
        }
        header.putLong(VECTOR, NativeCalls.address(header) + SIZE).putLong(VECTOR_COUNT, 1);
        return header.putLong(SIZE, NativeCalls.address(data)).putLong(SIZE + Long.BYTES, data.remaining());
    }
}
