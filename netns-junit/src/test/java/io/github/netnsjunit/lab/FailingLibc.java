package io.github.netnsjunit.lab;

import io.github.netnsjunit.kernel.libc.ChangedLibc;
import io.github.netnsjunit.kernel.libc.Descriptor;
import io.github.netnsjunit.kernel.libc.Libc;
import io.github.netnsjunit.kernel.libc.LinuxException;
import io.github.netnsjunit.topology.Topology;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The C library with faults on request: its n-th call fails without being made, or its n-th netlink request is changed to one that no
 * kernel knows. It also counts the datagrams that it sends, except those that only ask for a list.
 */
public final class FailingLibc implements ChangedLibc {

    /** The offset of the length in {@code struct nlmsghdr}. */
    private static final int LENGTH = 0;

    /** The offset of the type in {@code struct nlmsghdr}. */
    private static final int TYPE = 4;

    /** The offset of the flags in {@code struct nlmsghdr}. */
    private static final int FLAGS = 6;

    /** Of {@code linux/netlink.h}. */
    private static final int NLM_F_DUMP = 0x300;

    /** A type above {@code RTM_MAX} ({@code linux/rtnetlink.h}). */
    private static final short UNKNOWN_TYPE = 0x7fff;

    private final Libc libc = asLibc();
    private final AtomicInteger callsLeft = new AtomicInteger();
    private final AtomicInteger requestsLeft = new AtomicInteger();
    private final AtomicReference<String> failed = new AtomicReference<>();
    private final Map<String, Runnable> events = new ConcurrentHashMap<>();
    private final Map<Integer, Integer> datagrams = new ConcurrentHashMap<>();
    private volatile int errno;

    /** A library in which nothing fails yet. */
    public Libc libc() {
        return libc;
    }

    /** A lab that is made with this library. */
    public Lab lab(Topology topology) {
        return Lab.create(topology, libc());
    }

    /** Makes the n-th call from now on fail. */
    public FailingLibc failCall(int number, int with) {
        errno = with;
        callsLeft.set(number);
        return this;
    }

    /** Makes the kernel refuse the n-th netlink request from now on. */
    public FailingLibc spoilRequest(int number) {
        requestsLeft.set(number);
        return this;
    }

    /** Runs something right before the next call with this name. */
    public FailingLibc before(String call, Runnable event) {
        events.put(call, event);
        return this;
    }

    /** Lets nothing fail from now on. */
    public void disarm() {
        callsLeft.set(0);
        requestsLeft.set(0);
    }

    /** Forgets which call failed. */
    void forget() {
        failed.set(null);
    }

    /** What failed, or {@code null}. */
    public String failed() {
        return failed.get();
    }

    /** How many datagrams each socket has sent to change something, by its descriptor's number. */
    Map<Integer, Integer> datagrams() {
        return Map.copyOf(datagrams);
    }

    @Override
    public Object call(String name, Object[] arguments, Call real) throws Throwable {
        Runnable event = events.remove(name);
        if (event != null) {
            event.run();
        }
        boolean fails = !name.equals("gettid") && callsLeft.get() > 0 && callsLeft.decrementAndGet() == 0;
        if (fails && name.equals("close")) {
            real.make(); // Linux closes the descriptor even if close(2) returns an error
        }
        if (fails) {
            failed.set(name);
            throw new LinuxException(name, errno);
        }
        if (name.equals("sendmsg")) {
            if (!isList((ByteBuffer) arguments[1])) {
                datagrams.merge(((Descriptor) arguments[0]).number(), 1, Integer::sum);
            }
            spoil((ByteBuffer) arguments[1]);
        }
        Object result = real.make();
        return result instanceof Descriptor descriptor
                ? new Descriptor(libc, descriptor.number(), descriptor.toString())
                : result;
    }

    /** Whether a datagram asks for a list, so that it changes nothing. */
    private static boolean isList(ByteBuffer datagram) {
        int flags = datagram.duplicate().order(ByteOrder.nativeOrder()).getShort(datagram.position() + FLAGS);
        return (flags & NLM_F_DUMP) == NLM_F_DUMP;
    }

    private void spoil(ByteBuffer datagram) {
        ByteBuffer messages = datagram.duplicate().order(ByteOrder.nativeOrder());
        for (int at = messages.position(); at < messages.limit(); at += messages.getInt(at + LENGTH) + 3 & ~3) {
            if (requestsLeft.get() > 0 && requestsLeft.decrementAndGet() == 0) {
                failed.set("netlink request of type " + messages.getShort(at + TYPE));
                messages.putShort(at + TYPE, UNKNOWN_TYPE);
            }
        }
    }
}
