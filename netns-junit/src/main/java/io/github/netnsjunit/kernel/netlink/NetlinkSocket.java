package io.github.netnsjunit.kernel.netlink;

import io.github.netnsjunit.kernel.libc.Descriptor;
import io.github.netnsjunit.kernel.libc.Errno;
import io.github.netnsjunit.kernel.libc.Libc;
import io.github.netnsjunit.kernel.libc.LinuxException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A netlink socket. It sends requests to the kernel and receives the answers; it does not know what they mean.
 *
 * <p>It works in the network namespace of the thread that opened it, whichever thread uses it. Any thread may use it; one waits while
 * another does. Needs Linux 4.20 ({@code NETLINK_GET_STRICT_CHK}). See netlink(7), rtnetlink(7) and sock_diag(7).
 */
public final class NetlinkSocket implements AutoCloseable {

    /**
     * The kernel acknowledges every request with a datagram of its own. Each takes up to 1.3 KiB of the receive buffer, and we read
     * the first only after the kernel has processed all requests. 128 of them fit the default of net.core.rmem_default, 208 KiB.
     */
    private static final int ANSWERS_PER_DATAGRAM = 128;

    /** A datagram cannot be larger than the send buffer, which has 208 KiB by default. */
    private static final int BYTES_PER_DATAGRAM = 64 * 1024;

    private static final int DUMP_ATTEMPTS = 10;

    private final Libc libc;
    private final Descriptor descriptor;
    private final ReentrantLock lock = new ReentrantLock();
    private final AttributeWriter out = new AttributeWriter();
    private final Datagrams in;
    private int sequence;

    private NetlinkSocket(Libc libc, Descriptor descriptor) {
        this.libc = libc;
        this.descriptor = descriptor;
        in = new Datagrams(libc, descriptor);
    }

    /**
     * Opens a socket for requests about links, addresses, routes and neighbours of the calling thread's network namespace.
     *
     * @throws LinuxException if the kernel refuses
     */
    public static NetlinkSocket open(Libc libc) {
        return open(libc, Netlink.NETLINK_ROUTE);
    }

    /** The same for requests about the namespace's sockets. */
    public static NetlinkSocket openForSockets(Libc libc) {
        return open(libc, Netlink.NETLINK_SOCK_DIAG);
    }

    /** The same for requests to netfilter: about its rules, and about the connections that it tracks. */
    public static NetlinkSocket openForNetfilter(Libc libc) {
        return open(libc, Netlink.NETLINK_NETFILTER);
    }

    /**
     * Opens a socket for the requests of the kernel's modules; see {@link GenericNetlink}.
     *
     * @throws LinuxException if the kernel refuses
     */
    public static NetlinkSocket openForModules(Libc libc) {
        return open(libc, Netlink.NETLINK_GENERIC);
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
     * Sends one request and waits until the kernel has carried it out.
     *
     * @throws NetlinkException if the kernel refuses it
     */
    public void execute(NetlinkRequest request) {
        execute(List.of(request));
    }

    /**
     * Sends requests in their order, up to 128 with one system call, and waits until the kernel has carried out all of them.
     *
     * <p>This is not a transaction. If the kernel refuses a request, it still carries out the requests before and after it.
     *
     * @throws NetlinkException if the kernel refused requests; it is about the first of them, in the order of the list
     * @throws LinuxException if sending or receiving failed: {@code ENOBUFS} if acknowledgements were lost, {@code ETIMEDOUT} if
     *     one did not arrive within 10 s. It is unknown then which requests took effect. If the kernel had refused a request of
     *     an earlier datagram, that refusal is a suppressed exception.
     * @throws NetlinkFormatException if an answer is malformed
     * @throws IllegalArgumentException if one of the requests is a {@link NetlinkDump}; then nothing was sent
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
            endExchange();
        }
        if (first != null) {
            refused.forEach(first::alsoRefuses);
            throw first;
        }
    }

    /**
     * Sends requests between two messages that mark a transaction of nfnetlink, and waits until the kernel has carried out all of them or
     * none. They go in one datagram, which must fit the send buffer of 208 KiB.
     *
     * <p>The kernel refuses the beginning if it cannot do the whole. The last request alone is acknowledged, and each one that is refused:
     * so the answers fit the receive buffer, however many requests there are.
     *
     * @throws NetlinkException about the first request that the kernel refused; then it has carried out none
     * @throws LinuxException if sending or receiving failed
     */
    public void transaction(NetlinkRequest begin, List<? extends NetlinkRequest> requests, NetlinkRequest end) {
        lock.lock();
        try {
            out.clear();
            int first = ++sequence;
            out.message(begin, Netlink.NLM_F_REQUEST, first);
            int last = first + requests.size();
            for (NetlinkRequest request : requests) {
                int flags = ++sequence == last ? Netlink.NLM_F_REQUEST | Netlink.NLM_F_ACK : Netlink.NLM_F_REQUEST;
                out.message(request, flags, sequence);
            }
            out.message(end, Netlink.NLM_F_REQUEST, ++sequence);
            libc.sendmsg(descriptor, out.written(), null);
            awaitTransaction(begin, requests, first);
        } finally {
            endExchange();
        }
    }

    private void awaitTransaction(NetlinkRequest begin, List<? extends NetlinkRequest> requests, int first) {
        while (true) {
            MessageReader message = in.receive(begin);
            if (message == null) {
                throw lost(begin);
            }
            while (message.next()) {
                int answered = message.sequence() - first;
                if (message.type() != Netlink.NLMSG_ERROR || answered < 0 || answered > requests.size()) {
                    continue; // not an answer, or one to an earlier datagram that was given up
                }
                if (message.u32(0) != 0) {
                    NetlinkException refusal =
                            Acknowledgement.refusal(answered == 0 ? begin : requests.get(answered - 1), message);
                    in.drain(); // the refusals of requests that follow from this one
                    throw refusal;
                }
                if (answered == requests.size()) {
                    return;
                }
            }
        }
    }

    /**
     * Asks the kernel for a list. If something changed while the kernel was listing, or if a part of the answer was lost or did not
     * fit the buffer, it asks again, up to 10 times. So the list is complete and consistent.
     *
     * @return a new list, in the kernel's order
     * @throws NetlinkException if the kernel refuses
     * @throws LinuxException if sending or receiving failed: {@code EINTR} if 10 attempts gave no consistent list,
     *     {@code ETIMEDOUT} if a part of the answer did not arrive within 10 s
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
                in.drain();
            }
            throw new LinuxException(dump + ", whose answer was incomplete " + DUMP_ATTEMPTS + " times", Errno.EINTR);
        } finally {
            endExchange();
        }
    }

    private void endExchange() {
        out.release();
        in.release();
        lock.unlock();
    }

    /** Closes the socket, after waiting for another thread that uses it. Does nothing the second time. */
    @Override
    public void close() {
        lock.lock();
        try {
            descriptor.close();
        } finally {
            lock.unlock();
        }
    }

    /** Writes the next datagram, and returns how many requests it holds. The last of them has the number {@link #sequence}. */
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

    /**
     * Sends the datagram and waits for the answers.
     *
     * @param requests the requests in the datagram
     * @param refused receives the requests that the kernel refuses
     * @return the first refusal, in the order of the list; null if there is none
     */
    private @Nullable NetlinkException exchange(List<? extends NetlinkRequest> requests, List<NetlinkRequest> refused) {
        int firstSequence = sequence - requests.size() + 1;
        libc.sendmsg(descriptor, out.written(), null);
        var acknowledged = new BitSet(requests.size());
        NetlinkException failure = null;
        int failed = requests.size();
        for (int missing = requests.size(); missing > 0; ) {
            NetlinkRequest awaited = requests.get(acknowledged.nextClearBit(0));
            MessageReader message = in.receive(awaited);
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
                    continue; // not an acknowledgement, or one for an earlier datagram that was given up
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

    /** Reads the remaining answers too. Until then, the kernel silently drops all further answers ({@code NETLINK_S_CONGESTED}). */
    private LinuxException lost(NetlinkRequest request) {
        in.drain();
        return new LinuxException(request + ", whose acknowledgement was lost", Errno.ENOBUFS);
    }

    /** Returns null if the answer was incomplete: ask again. */
    private <T> @Nullable List<T> attempt(NetlinkDump<T> dump) {
        out.clear();
        out.message(dump, Netlink.NLM_F_REQUEST, ++sequence);
        libc.sendmsg(descriptor, out.written(), null);
        var all = new ArrayList<T>();
        try {
            while (true) {
                MessageReader message = in.receive(dump);
                if (message == null) {
                    return null;
                }
                while (message.next()) {
                    if (message.type() == Netlink.NLMSG_OVERRUN) {
                        return null;
                    }
                    if (message.sequence() != sequence) {
                        continue; // answers an earlier request that was given up
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
                in.drain(); // while answers to this dump are unread, the kernel refuses the next one (EBUSY)
            } catch (LinuxException suppressed) {
                failure.addSuppressed(suppressed);
            }
            throw failure;
        }
    }
}
