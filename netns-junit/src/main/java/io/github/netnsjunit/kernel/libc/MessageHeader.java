package io.github.netnsjunit.kernel.libc;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;
import org.jspecify.annotations.Nullable;

/**
 * A {@code struct msghdr} with its one {@code struct iovec} behind it, as a 64-bit C library lays them out ({@code bits/socket.h},
 * {@code bits/types/struct_iovec.h}; recvmsg(2)). It points into buffers that have to outlive it.
 */
final class MessageHeader {

    private static final int NAME = 0;
    private static final int NAME_LENGTH = 8;
    private static final int VECTOR = 16;
    private static final int VECTOR_COUNT = 24;
    /** {@code sizeof(struct msghdr)}; no control data and no flags of the kernel's are asked for. */
    private static final int SIZE = 56;

    private static final int VECTOR_SIZE = 16;

    private MessageHeader() {}

    /** The header of a message which is what lies between a buffer's position and limit, from or to an address. */
    static ByteBuffer of(Runtime runtime, ByteBuffer data, @Nullable ByteBuffer address) {
        ByteBuffer header = ByteBuffer.allocateDirect(SIZE + VECTOR_SIZE).order(ByteOrder.nativeOrder());
        if (address != null) {
            header.putLong(NAME, start(runtime, address)).putInt(NAME_LENGTH, address.remaining());
        }
        header.putLong(VECTOR, start(runtime, header) + SIZE).putLong(VECTOR_COUNT, 1);
        return header.putLong(SIZE, start(runtime, data)).putLong(SIZE + Long.BYTES, data.remaining());
    }

    private static long start(Runtime runtime, ByteBuffer direct) {
        return Pointer.wrap(runtime, direct).address(); // of its position
    }
}
