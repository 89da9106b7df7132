package io.github.netnsjunit.kernel.netlink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Direct buffers that sockets borrow as long as they talk to the kernel. To allocate one takes longer than to open a socket, and most
 * sockets are silent most of the time. Safe for use by several threads.
 */
final class SpareBuffers {

    /** The largest datagram in which the kernel sends parts of a list; see {@code netlink_recvmsg} in {@code af_netlink.c}. */
    static final int CAPACITY = 32 * 1024;

    /** Stands for a buffer that is not borrowed yet; it has no capacity. */
    static final ByteBuffer NONE = allocate(0);

    /** As many are kept. More are in use only while many threads talk to the kernel at once. */
    private static final int MOST = 16;

    private static final Deque<ByteBuffer> SPARE = new ArrayDeque<>();

    private SpareBuffers() {}

    /** An empty buffer of {@link #CAPACITY} bytes, in the processor's byte order. */
    static ByteBuffer borrow() {
        ByteBuffer spare;
        synchronized (SPARE) {
            spare = SPARE.poll();
        }
        return spare == null ? allocate(CAPACITY) : spare.clear();
    }

    /** Takes a buffer back, which its borrower must not use any more. One of another capacity is left to the garbage collector. */
    static void giveBack(ByteBuffer buffer) {
        synchronized (SPARE) {
            if (buffer.capacity() == CAPACITY && SPARE.size() < MOST) {
                SPARE.push(buffer);
            }
        }
    }

    /** A new buffer, in the processor's byte order. */
    static ByteBuffer allocate(int capacity) {
        return ByteBuffer.allocateDirect(capacity).order(ByteOrder.nativeOrder());
    }
}
