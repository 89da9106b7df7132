package io.github.netnsjunit.kernel.libc;

import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import java.util.StringJoiner;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import jnr.ffi.LastError;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;
import org.jspecify.annotations.Nullable;

/** The C library of this process, called through jnr-ffi. */
final class JnrLibc implements Libc {

    /** {@code O_CLOEXEC} of {@code asm-generic/fcntl.h} and {@code SOCK_CLOEXEC} of {@code linux/net.h} have the same value. */
    private static final int CLOEXEC = 0x80000;

    /** In {@code linux/limits.h}. */
    private static final int PATH_MAX = 4096;

    private static final long NULL = 0;

    /** {@code sizeof(struct pollfd)} of {@code asm-generic/poll.h}: {@code int fd, short events, short revents}. */
    private static final int POLLFD = 8;

    /** Where {@code revents} is in it. */
    private static final int POLLFD_RESULT = 6;

    /** In {@code asm-generic/poll.h}: the descriptor is not open. */
    private static final int POLLNVAL = 0x20;

    /** The kernel takes no more than {@code RLIMIT_NOFILE} at once, which is at least 1024 on the usual systems. */
    private static final int DESCRIPTORS_PER_POLL = 256;

    /** In {@code asm-generic/socket.h}. */
    private static final int SOL_SOCKET = 1;

    /** In {@code asm-generic/socket.h}; since Linux 4.12. */
    private static final int SO_COOKIE = 57;

    /** The number of the system call ({@code asm-generic/unistd.h}, {@code syscall_64.tbl}): glibc has a function only since 2.30. */
    private static final long GETTID = System.getProperty("os.arch").equals("aarch64") ? 178 : 186;

    private final NativeCalls calls;
    private final Runtime runtime;

    JnrLibc(NativeCalls calls, Runtime runtime) {
        this.calls = calls;
        this.runtime = runtime;
    }

    @Override
    public void unshare(int flags) {
        check(() -> calls.unshare(flags), () -> "unshare(" + cloneFlags(flags) + ")");
    }

    @Override
    public void setns(Descriptor namespace, int type) {
        check(() -> calls.setns(namespace.number(), type), () -> "setns(" + cloneFlags(type) + ")");
    }

    @Override
    public void mount(@Nullable String source, String target, @Nullable String type, long flags) {
        check(
                () -> calls.mount(source, target, type, flags, null),
                () -> "mount(" + (source == null ? type : source) + ", " + target + ")");
    }

    @Override
    public void chdir(ByteBuffer directory) {
        check(() -> calls.chdir(directory), () -> "chdir(" + text(directory).trim() + ")");
    }

    @Override
    public void sethostname(ByteBuffer name) {
        check(() -> calls.sethostname(name, name.remaining()), () -> "sethostname(" + text(name) + ")");
    }

    @Override
    public ByteBuffer getcwd() {
        ByteBuffer directory = buffer(PATH_MAX);
        check(() -> calls.getcwd(directory, PATH_MAX) == NULL ? -1 : 0, () -> "getcwd()");
        int end = 0;
        while (directory.get(end) != 0) {
            end++;
        }
        return directory.limit(end + 1);
    }

    @Override
    public Descriptor open(String path, int flags, int mode) {
        return new Descriptor(
                this, check(() -> calls.open(path, flags | CLOEXEC, mode), () -> "open(" + path + ")"), path);
    }

    @Override
    public int write(Descriptor descriptor, ByteBuffer data) {
        return check(() -> calls.write(descriptor.number(), data, data.remaining()), () -> "write(" + descriptor + ")");
    }

    @Override
    public int ioctl(Descriptor descriptor, long request) {
        return check(
                () -> calls.ioctl(descriptor.number(), request, 0),
                () -> "ioctl(" + descriptor + ", 0x" + Long.toHexString(request) + ")");
    }

    @Override
    public Descriptor socket(int domain, int type, int protocol) {
        int number = check(
                () -> calls.socket(domain, type | CLOEXEC, protocol),
                () -> "socket(" + domainName(domain) + ", " + typeName(type) + ", " + protocol + ")");
        return new Descriptor(this, number, "socket of " + domainName(domain));
    }

    @Override
    public void setsockopt(Descriptor socket, int level, int option, int value) {
        ByteBuffer buffer = ints(value);
        check(
                () -> calls.setsockopt(socket.number(), level, option, buffer, Integer.BYTES),
                () -> "setsockopt(" + socket + ", level " + level + ", option " + option + ", " + value + ")");
    }

    @Override
    public int getsockopt(Descriptor socket, int level, int option) {
        ByteBuffer value = ints(0);
        ByteBuffer length = ints(Integer.BYTES);
        check(
                () -> calls.getsockopt(socket.number(), level, option, value, length),
                () -> "getsockopt(" + socket + ", level " + level + ", option " + option + ")");
        return value.getInt(0);
    }

    @Override
    public void getsockname(Descriptor socket, ByteBuffer address) {
        ByteBuffer length = ints(address.remaining());
        check(() -> calls.getsockname(socket.number(), address, length), () -> "getsockname(" + socket + ")");
    }

    @Override
    public void getpeername(Descriptor socket, ByteBuffer address) {
        ByteBuffer length = ints(address.remaining());
        check(() -> calls.getpeername(socket.number(), address, length), () -> "getpeername(" + socket + ")");
    }

    @Override
    public long[] socketCookies(int... descriptors) {
        ByteBuffer answer =
                buffer(Long.BYTES + Integer.BYTES).putInt(Long.BYTES, Long.BYTES); // the cookie, and its length
        long address = Pointer.wrap(runtime, answer).address();
        try {
            return Arrays.stream(descriptors)
                    .mapToLong(
                            number -> calls.getsockopt(number, SOL_SOCKET, SO_COOKIE, address, address + Long.BYTES) < 0
                                    ? 0
                                    : answer.getLong(0))
                    .toArray();
        } finally {
            Reference.reachabilityFence(answer);
        }
    }

    @Override
    public void connect(Descriptor socket, ByteBuffer address) {
        check(() -> calls.connect(socket.number(), address, address.remaining()), () -> "connect(" + socket + ")");
    }

    @Override
    public int sendmsg(Descriptor socket, ByteBuffer data, @Nullable ByteBuffer address) {
        ByteBuffer header = MessageHeader.of(runtime, data, address);
        try {
            return check(
                    () -> calls.sendmsg(socket.number(), header, 0),
                    () -> "sendmsg(" + socket + ", " + data.remaining() + " bytes)");
        } finally {
            Reference.reachabilityFence(data);
            Reference.reachabilityFence(address);
        }
    }

    @Override
    public int recvmsg(Descriptor socket, ByteBuffer data, int flags, @Nullable ByteBuffer address) {
        ByteBuffer header = MessageHeader.of(runtime, data, address);
        try {
            return check(() -> calls.recvmsg(socket.number(), header, flags), () -> "recvmsg(" + socket + ")");
        } finally {
            Reference.reachabilityFence(data);
            Reference.reachabilityFence(address);
        }
    }

    @Override
    public short[] poll(Descriptor[] descriptors, short events, int timeoutMillis) {
        ByteBuffer pollfds = buffer(POLLFD * descriptors.length);
        for (Descriptor descriptor : descriptors) {
            pollfds.putInt(descriptor.number()).putShort(events).putShort((short) 0);
        }
        pollfds.flip();
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
        check( // after a signal it polls again, for the remaining time
                () -> calls.poll(pollfds, descriptors.length, millisUntil(deadline)),
                () -> "poll(" + Arrays.toString(descriptors) + ")");
        short[] ready = new short[descriptors.length];
        for (int i = 0; i < ready.length; i++) {
            ready[i] = pollfds.getShort(POLLFD * i + POLLFD_RESULT);
        }
        return ready;
    }

    @Override
    public BitSet openDescriptors(int below) {
        BitSet open = new BitSet(below);
        ByteBuffer pollfds = buffer(POLLFD * Math.min(below, DESCRIPTORS_PER_POLL));
        for (int first = 0; first < below; first += DESCRIPTORS_PER_POLL) {
            int count = Math.min(below - first, DESCRIPTORS_PER_POLL);
            for (int i = 0; i < count; i++) {
                pollfds.putInt(POLLFD * i, first + i).putInt(POLLFD * i + Integer.BYTES, 0);
            }
            check(() -> calls.poll(pollfds, count, 0), () -> "poll(" + count + " descriptors)");
            for (int i = 0; i < count; i++) {
                open.set(first + i, (pollfds.getShort(POLLFD * i + POLLFD_RESULT) & POLLNVAL) == 0);
            }
        }
        return open;
    }

    @Override
    public void kill(int pid, int signal) {
        check(() -> calls.kill(pid, signal), () -> "kill(" + pid + ", " + signal + ")");
    }

    @Override
    public int gettid() {
        return (int) calls.syscall(GETTID);
    }

    @Override
    public void close(int descriptor) {
        // Not repeated after EINTR: Linux has closed it then, and the number may belong to another file already
        // (close(2)).
        if (calls.close(descriptor) < 0 && errno() != Errno.EINTR) {
            throw new LinuxException("close", errno());
        }
    }

    private int check(LongSupplier call, Supplier<String> operation) {
        while (true) {
            long result = call.getAsLong();
            if (result >= 0) {
                return (int) result;
            }
            int errno = errno();
            if (errno != Errno.EINTR) {
                throw new LinuxException(operation.get(), errno);
            }
        }
    }

    private int errno() {
        return LastError.getLastError(runtime);
    }

    private static int millisUntil(long deadline) {
        return (int) Math.max(0, TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime() + 999_999));
    }

    private static String text(ByteBuffer utf8) {
        return StandardCharsets.UTF_8.decode(utf8.duplicate()).toString();
    }

    private static ByteBuffer ints(int value) {
        return buffer(Integer.BYTES).putInt(0, value);
    }

    private static ByteBuffer buffer(int size) {
        return ByteBuffer.allocateDirect(size).order(ByteOrder.nativeOrder());
    }

    private static String domainName(int domain) {
        return switch (domain) {
            case AF_INET -> "AF_INET";
            case AF_INET6 -> "AF_INET6";
            case AF_NETLINK -> "AF_NETLINK";
            default -> String.valueOf(domain);
        };
    }

    private static String typeName(int type) {
        String name = switch (type & ~SOCK_NONBLOCK) {
            case SOCK_STREAM -> "SOCK_STREAM";
            case SOCK_RAW -> "SOCK_RAW";
            default -> String.valueOf(type & ~SOCK_NONBLOCK);
        };
        return (type & SOCK_NONBLOCK) == 0 ? name : name + "|SOCK_NONBLOCK";
    }

    private static String cloneFlags(int flags) {
        var names = new StringJoiner("|");
        if ((flags & CLONE_FS) != 0) {
            names.add("CLONE_FS");
        }
        if ((flags & CLONE_NEWNS) != 0) {
            names.add("CLONE_NEWNS");
        }
        if ((flags & CLONE_NEWUTS) != 0) {
            names.add("CLONE_NEWUTS");
        }
        if ((flags & CLONE_NEWNET) != 0) {
            names.add("CLONE_NEWNET");
        }
        return names.toString();
    }
}
