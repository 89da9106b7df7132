package io.github.netnsjunit.kernel.netlink;

import io.github.netnsjunit.kernel.libc.Descriptor;
import io.github.netnsjunit.kernel.libc.Errno;
import io.github.netnsjunit.kernel.libc.Libc;
import io.github.netnsjunit.kernel.libc.LinuxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A netlink socket: carries requests to the kernel and answers back, and knows nothing of their meaning.
 *
 * <p>It belongs for life to the network namespace of the thread that opened it, and may be used from any thread: one exchange
 * at a time, others wait. Needs Linux 4.20 ({@code NETLINK_GET_STRICT_CHK}). See netlink(7), rtnetlink(7) and
 * sock_diag(7).
 */
public final class NetlinkSocket implements AutoCloseable {

    /**
     * Every request is acknowledged by a datagram of its own, which charges up to about 1.3 KiB of kernel memory to the receive
     * buffer and is read only after the whole batch was processed. 128 of them fit the default of net.core.rmem_default, 208 KiB.
     */
    private static final int ANSWERS_PER_DATAGRAM = 128;

    /** Well below the send buffer (208 KiB by default), which bounds the size of a datagram. */
    private static final int BYTES_PER_DATAGRAM = 64 * 1024;

    private static final int DUMP_ATTEMPTS = 10;
    private static final int ANSWER_BOUND_MILLIS = 10_000;

    /** As much as the kernel ever puts into one datagram of a dump ({@code netlink_recvmsg} in {@code af_netlink.c}). */
    private static final int RECEIVE_CAPACITY = 32 * 1024;

    /** What {@link #receiveNow()} tells instead of a length. */
    private static final int NOTHING = -1;

    private static final int LOST = -2;

    private final Libc libc;
    private final Descriptor descriptor;
    private final ReentrantLock lock = new ReentrantLock();
    private final AttributeWriter out = new AttributeWriter();
    private ByteBuffer in = receiveBuffer(RECEIVE_CAPACITY);
    private int sequence;

    private NetlinkSocket(Libc libc, Descriptor descriptor) {
        this.libc = libc;
        this.descriptor = descriptor;
    }

    /**
     * Opens a socket for links, addresses, routes and neighbours in the calling thread's network namespace.
     *
     * @throws LinuxException if the kernel refuses
     */
    public static NetlinkSocket open(Libc libc) {
        return open(libc, Netlink.NETLINK_ROUTE);
    }

    /**
     * Opens a socket for sockets in the calling thread's network namespace.
     *
     * @throws LinuxException if the kernel refuses
     */
    public static NetlinkSocket openForSockets(Libc libc) {
        return open(libc, Netlink.NETLINK_SOCK_DIAG);
    }

    private static NetlinkSocket open(Libc libc, int protocol) {
        Descriptor descriptor = libc.socket(Libc.AF_NETLINK, Libc.SOCK_RAW, protocol);
        try {
            enable(libc, descriptor, Netlink.NETLINK_EXT_ACK, "NETLINK_EXT_ACK");
            enable(libc, descriptor, Netlink.NETLINK_CAP_ACK, "NETLINK_CAP_ACK");
            enable(libc, descriptor, Netlink.NETLINK_GET_STRICT_CHK, "NETLINK_GET_STRICT_CHK");
            return new NetlinkSocket(libc, descriptor);
        } catch (RuntimeException | Error failure) {
            try (descriptor) {
                throw failure;
            }
        }
    }

    private static void enable(Libc libc, Descriptor socket, int option, String name) {
        try {
            libc.setsockopt(socket, Netlink.SOL_NETLINK, option, 1);
        } catch (LinuxException refused) {
            LinuxException named = new LinuxException("setsockopt(" + name + ")", refused.errno());
            named.initCause(refused);
            throw named;
        }
    }

    /**
     * Has one request carried out.
     *
     * @throws NetlinkException if the kernel refuses it
     */
    public void execute(NetlinkRequest request) {
        execute(List.of(request));
    }

    /**
     * Has requests carried out in their order, up to 128 with one system call, and returns when all are acknowledged.
     *
     * <p>This is no transaction: <em>the kernel goes on after a request it refuses</em>. What came before and after a failed one
     * was tried all the same, and stays.
     *
     * @throws NetlinkException for the first request, in the order of the list, that was refused
     * @throws LinuxException if the exchange itself failed: {@code ENOBUFS} when acknowledgements were lost, {@code ETIMEDOUT}
     *     when one did not come within 10 s. Which requests took effect is unknown then; what an earlier datagram was
     *     refused is suppressed in it.
     * @throws NetlinkFormatException if an answer is malformed
     * @throws IllegalArgumentException if one of them is a listing; nothing was asked of the kernel then
     */
    public void execute(List<? extends NetlinkRequest> requests) {
        for (NetlinkRequest request : requests) {
            if (request instanceof NetlinkDump) {
                throw new IllegalArgumentException("not a change: " + request);
            }
        }
        NetlinkException first = null;
        List<NetlinkRequest> refused = new ArrayList<>();
        lock.lock();
        try {
            for (int from = 0; from < requests.size(); ) {
                int count = write(requests, from);
                NetlinkException failure = exchange(requests.subList(from, from + count), refused);
                first = first == null ? failure : first;
                from += count;
            }
        } catch (RuntimeException failed) {
            if (first != null) {
                failed.addSuppressed(first);
            }
            throw failed;
        } finally {
            lock.unlock();
        }
        if (first != null) {
            refused.forEach(first::alsoRefuses);
            throw first;
        }
    }

    /**
     * Lists what the kernel has. The answer is consistent: when something changed while the kernel was listing, when parts were
     * lost, or when one did not fit the buffer, everything is asked anew, up to 10 times.
     *
     * @return a new list, in the kernel's order
     * @throws NetlinkException if the kernel refuses
     * @throws LinuxException if the exchange itself failed: {@code EINTR} when 10 attempts gave no consistent answer,
     *     {@code ETIMEDOUT} when a part of it did not come within 10 s
     * @throws NetlinkFormatException if an answer is malformed
     */
    public <T> List<T> dump(NetlinkDump<T> dump) {
        lock.lock();
        try {
            for (int attempt = 0; attempt < DUMP_ATTEMPTS; attempt++) {
                List<T> all = attempt(dump);
                if (all != null) {
                    return all;
                }
                drain();
            }
            throw new LinuxException(dump + ", whose answer was incomplete " + DUMP_ATTEMPTS + " times", Errno.EINTR);
        } finally {
            lock.unlock();
        }
    }

    /** Closes the socket; waits for an exchange under way, and does nothing the second time. */
    @Override
    public void close() {
        lock.lock();
        try {
            descriptor.close();
        } finally {
            lock.unlock();
        }
    }

    /** Writes the next datagram and returns how many requests it holds; the last of them bears {@link #sequence}. */
    private int write(List<? extends NetlinkRequest> requests, int from) {
        out.clear();
        int next = from;
        for (int answers = 0; next < requests.size() && out.position() < BYTES_PER_DATAGRAM; next++) {
            NetlinkRequest request = requests.get(next);
            answers += request.answers();
            if (answers > ANSWERS_PER_DATAGRAM && next > from) {
                break;
            }
            out.message(request, Netlink.NLM_F_REQUEST | Netlink.NLM_F_ACK, ++sequence);
        }
        return next - from;
    }

    /** Returns the first refusal in the order of the list, if there is one; adds all requests that are refused. */
    private @Nullable NetlinkException exchange(List<? extends NetlinkRequest> requests, List<NetlinkRequest> refused) {
        int firstSequence = sequence - requests.size() + 1;
        libc.sendmsg(descriptor, out.written(), 0, null);
        var acknowledged = new BitSet(requests.size());
        NetlinkException failure = null;
        int failed = requests.size();
        for (int missing = requests.size(); missing > 0; ) {
            NetlinkRequest awaited = requests.get(acknowledged.nextClearBit(0));
            MessageReader message = receive(awaited);
            if (message == null) {
                throw lost(awaited);
            }
            while (message.next()) {
                if (message.type() == Netlink.NLMSG_OVERRUN) {
                    throw lost(awaited);
                }
                int answered = message.sequence() - firstSequence;
                if (message.type() != Netlink.NLMSG_ERROR
                        || answered < 0
                        || answered >= requests.size()
                        || acknowledged.get(answered)) {
                    continue; // what comes besides acknowledgements, or answers an exchange that was given up
                }
                acknowledged.set(answered);
                missing--;
                if (message.u32(0) != 0) {
                    refused.add(requests.get(answered));
                }
                if (message.u32(0) != 0 && answered < failed) {
                    failed = answered;
                    failure = Acknowledgement.refusal(requests.get(answered), message);
                }
            }
        }
        return failure;
    }

    /** Until the rest is read, the kernel drops further answers without a word ({@code NETLINK_S_CONGESTED}). */
    private LinuxException lost(NetlinkRequest request) {
        drain();
        return new LinuxException(request + ", whose acknowledgement was lost", Errno.ENOBUFS);
    }

    /** Null where the answer is incomplete and must be asked for anew. */
    private <T> @Nullable List<T> attempt(NetlinkDump<T> dump) {
        out.clear();
        out.message(dump, Netlink.NLM_F_REQUEST, ++sequence);
        libc.sendmsg(descriptor, out.written(), 0, null);
        var all = new ArrayList<T>();
        try {
            while (true) {
                MessageReader message = receive(dump);
                if (message == null) {
                    return null;
                }
                while (message.next()) {
                    if (message.type() == Netlink.NLMSG_OVERRUN) {
                        return null;
                    }
                    if (message.sequence() != sequence) {
                        continue; // answers an exchange that was given up
                    }
                    if ((message.flags() & Netlink.NLM_F_DUMP_INTR) != 0) {
                        return null;
                    }
                    if (message.type() == Netlink.NLMSG_DONE || message.type() == Netlink.NLMSG_ERROR) {
                        if (message.u32(0) < 0) {
                            throw Acknowledgement.refusal(dump, message);
                        }
                        return all;
                    }
                    T value = dump.parser().apply(message);
                    if (value != null) {
                        all.add(value);
                    }
                }
            }
        } catch (RuntimeException failure) {
            try {
                drain(); // the next dump would be refused (EBUSY) while this one is unread
            } catch (LinuxException again) {
                failure.addSuppressed(again);
            }
            throw failure;
        }
    }

    /** The next datagram; null where one was lost, or cut because the buffer was too small, which it is not any more. */
    private @Nullable MessageReader receive(NetlinkRequest awaited) {
        while (true) {
            int length = receiveNow();
            if (length == NOTHING) {
                await(awaited);
            } else if (length == LOST) {
                return null;
            } else if (length > in.capacity()) {
                in = receiveBuffer(Netlink.align(length));
                return null;
            } else {
                return new MessageReader(in, 0, length);
            }
        }
    }

    /** Does not ask poll first: the kernel answers within sendmsg and recvmsg, so that the next datagram is nearly always there. */
    private int receiveNow() {
        try {
            return libc.recvmsg(descriptor, in, Libc.MSG_DONTWAIT | Libc.MSG_TRUNC, null);
        } catch (LinuxException failure) {
            return switch (failure.errno()) {
                case Errno.EAGAIN -> NOTHING;
                case Errno.ENOBUFS -> LOST;
                default -> throw failure;
            };
        }
    }

    private void await(NetlinkRequest awaited) {
        short[] ready = libc.poll(new Descriptor[] {descriptor}, (short) Libc.POLLIN, ANSWER_BOUND_MILLIS);
        if (ready[0] == 0) {
            throw new LinuxException(
                    awaited + ", unanswered for " + TimeUnit.MILLISECONDS.toSeconds(ANSWER_BOUND_MILLIS) + " s",
                    Errno.ETIMEDOUT);
        }
    }

    /** Reads away what is left of an answer that was given up. */
    private void drain() {
        int received;
        do {
            received = receiveNow();
        } while (received != NOTHING);
    }

    private static ByteBuffer receiveBuffer(int capacity) {
        return ByteBuffer.allocateDirect(capacity).order(ByteOrder.nativeOrder());
    }
}
