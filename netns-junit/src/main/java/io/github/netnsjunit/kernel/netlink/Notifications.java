package io.github.netnsjunit.kernel.netlink;

import io.github.netnsjunit.kernel.libc.Descriptor;
import io.github.netnsjunit.kernel.libc.Errno;
import io.github.netnsjunit.kernel.libc.Libc;
import io.github.netnsjunit.kernel.libc.LinuxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.Consumer;

/**
 * Receives the kernel's notifications about what changes in a network namespace. To miss no change, open this before you list what there
 * is. Not thread-safe.
 */
public final class Notifications implements AutoCloseable {

    private static final int SOCKADDR_NL_LENGTH = 12;

    private final Libc libc;
    private final Descriptor socket;

    private Notifications(Libc libc, Descriptor socket) {
        this.libc = libc;
        this.socket = socket;
    }

    /**
     * Asks for notifications about the calling thread's network namespace.
     *
     * @param group which changes are notified, {@code RTNLGRP_…} of {@code linux/rtnetlink.h}
     * @throws LinuxException if the kernel refuses
     */
    public static Notifications open(Libc libc, int group) {
        Descriptor socket = libc.socket(Libc.AF_NETLINK, Libc.SOCK_RAW, Netlink.NETLINK_ROUTE);
        try {
            libc.connect(socket, kernel());
            libc.setsockopt(socket, Netlink.SOL_NETLINK, Netlink.NETLINK_ADD_MEMBERSHIP, group);
            return new Notifications(libc, socket);
        } catch (RuntimeException | Error failure) {
            try (socket) {
                throw failure;
            }
        }
    }

    /**
     * The kernel's {@code struct sockaddr_nl} of {@code linux/netlink.h}. To connect to it gives the socket a number of its own. The
     * kernel sends no notification to a socket without one.
     */
    private static ByteBuffer kernel() {
        return ByteBuffer.allocateDirect(SOCKADDR_NL_LENGTH)
                .order(ByteOrder.nativeOrder())
                .putShort(0, (short) Libc.AF_NETLINK);
    }

    /**
     * Waits for the next notification, and reads all that have arrived by then. If none comes, or so many that some were lost, look at all that
     * matters.
     *
     * @param timeoutMillis the longest wait, in milliseconds; 0 does not wait
     * @param to receives their messages, and may throw {@link NetlinkFormatException}
     * @return false if none has arrived in this time, or some were lost
     * @throws LinuxException if waiting or receiving failed
     */
    public boolean await(int timeoutMillis, Consumer<MessageReader> to) {
        short[] ready = libc.poll(new Descriptor[] {socket}, (short) Libc.POLLIN, timeoutMillis);
        if (ready[0] == 0) {
            return false;
        }
        boolean lost = false;
        ByteBuffer in = SpareBuffers.borrow(); // it holds more than the kernel writes about an address or a link
        try {
            for (Outcome outcome = read(in, to); outcome != Outcome.NOTHING; outcome = read(in, to)) {
                lost |= outcome == Outcome.LOST;
            }
        } finally {
            SpareBuffers.giveBack(in);
        }
        return !lost;
    }

    private enum Outcome {
        READ,
        LOST,
        NOTHING
    }

    private Outcome read(ByteBuffer in, Consumer<MessageReader> to) {
        try {
            int length = libc.recvmsg(socket, in, Libc.MSG_DONTWAIT, null);
            MessageReader messages = new MessageReader(in, 0, length);
            while (messages.next()) {
                to.accept(messages);
            }
            return Outcome.READ;
        } catch (LinuxException failure) {
            return switch (failure.errno()) {
                case Errno.EAGAIN -> Outcome.NOTHING;
                case Errno.ENOBUFS -> Outcome.LOST;
                default -> throw failure;
            };
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
