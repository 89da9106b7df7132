package io.github.netnsjunit.kernel.netlink;

import io.github.netnsjunit.kernel.libc.Descriptor;
import io.github.netnsjunit.kernel.libc.Errno;
import io.github.netnsjunit.kernel.libc.Libc;
import io.github.netnsjunit.kernel.libc.LinuxException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The datagrams of answers that arrive at a netlink socket. Not thread-safe. */
final class Datagrams {

    private static final int ANSWER_TIMEOUT_MILLIS = 10_000;

    /** {@link #receiveNow()} returns this if no datagram has arrived. */
    private static final int NOTHING = -1;

    /** {@link #receiveNow()} returns this if the kernel dropped a datagram, because the receive buffer was full. */
    private static final int LOST = -2;

    private final Libc libc;
    private final Descriptor socket;
    private ByteBuffer in = SpareBuffers.NONE;

    Datagrams(Libc libc, Descriptor socket) {
        this.libc = libc;
        this.socket = socket;
    }

    /** Waits for the next datagram. Returns null if it was lost or truncated. After truncation the buffer has grown: ask again. */
    @Nullable
    MessageReader receive(NetlinkRequest awaited) {
        while (true) {
            int length = receiveNow();
            if (length == NOTHING) {
                await(awaited);
            } else if (length == LOST) {
                return null;
            } else if (length > in.capacity()) {
                release();
                in = SpareBuffers.allocate(Netlink.align(length));
                return null;
            } else {
                return new MessageReader(in, 0, length);
            }
        }
    }

    /** Gives the buffer back, with the last datagram. The next one is received into another. */
    void release() {
        SpareBuffers.giveBack(in);
        in = SpareBuffers.NONE;
    }

    /** Reads and discards the remaining answers to a request that was given up. */
    void drain() {
        int received;
        do {
            received = receiveNow();
        } while (received != NOTHING);
    }

    /** Receives without waiting: the kernel writes its answers during sendmsg and recvmsg, so the next is nearly always there already. */
    private int receiveNow() {
        if (in.capacity() == 0) { // not borrowed yet
            in = SpareBuffers.borrow();
        }
        try {
            return libc.recvmsg(socket, in, Libc.MSG_DONTWAIT | Libc.MSG_TRUNC, null);
        } catch (LinuxException failure) {
            return switch (failure.errno()) {
                case Errno.EAGAIN -> NOTHING;
                case Errno.ENOBUFS -> LOST;
                default -> throw failure;
            };
        }
    }

    private void await(NetlinkRequest awaited) {
        short[] ready = libc.poll(new Descriptor[] {socket}, (short) Libc.POLLIN, ANSWER_TIMEOUT_MILLIS);
        if (ready[0] == 0) {
            throw new LinuxException(
                    awaited + ", unanswered for " + TimeUnit.MILLISECONDS.toSeconds(ANSWER_TIMEOUT_MILLIS) + " s",
                    Errno.ETIMEDOUT);
        }
    }
}
