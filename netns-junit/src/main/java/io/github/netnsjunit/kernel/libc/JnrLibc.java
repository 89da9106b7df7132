package io.github.netnsjunit.kernel.libc;

import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The C library of this process, called through jnr. */
final class JnrLibc implements Libc {

    /** {@code O_CLOEXEC} of {@code asm-generic/fcntl.h} and {@code SOCK_CLOEXEC} of {@code linux/net.h} have the same value. */
    private static final int CLOEXEC = 0x80000;

    /** In {@code linux/limits.h}. */
    private static final int PATH_MAX = 4096;

    private static final long NULL = 0;

    /** The kernel takes no more than {@link #RLIMIT_NOFILE} at once, which may be lower. */
    private static final int DESCRIPTORS_PER_POLL = 256;

    /** In {@code asm-generic/resource.h}: how many descriptors this process may open. */
    private static final int RLIMIT_NOFILE = 7;

    /** {@code sizeof(struct rlimit)} of {@code linux/resource.h}: {@code unsigned long rlim_cur, rlim_max}. */
    private static final int RLIMIT = 16;

    /** In {@code asm-generic/socket.h}. */
    private static final int SOL_SOCKET = 1;

    /** In {@code asm-generic/socket.h}; since Linux 4.12. */
    private static final int SO_COOKIE = 57;

    /** The number of the system call mknodat ({@code asm-generic/unistd.h}, {@code syscall_64.tbl}): glibc has mknod only since 2.33. */
    private static final long MKNODAT = System.getProperty("os.arch").equals("aarch64") ? 33 : 259;

    /** In {@code linux/fcntl.h}: relative to the working directory. */
    private static final int AT_FDCWD = -100;

    /** {@code S_IFCHR} of {@code linux/stat.h}, and the permissions of the owner. */
    private static final int OWNERS_CHARACTER_DEVICE = 0x2000 | 0x180;

    /** The number of the system call ({@code asm-generic/unistd.h}, {@code syscall_64.tbl}): glibc has a function only since 2.30. */
    private static final long GETTID = System.getProperty("os.arch").equals("aarch64") ? 178 : 186;

    private final NativeCalls calls;

    JnrLibc(NativeCalls calls) {
        this.calls = calls;
    }

    @Override
    public void unshare(int flags) {
        if (call(NativeFunction.UNSHARE, flags) < 0) {
            throw failed("unshare(" + ConstantNames.cloneFlags(flags) + ")");
        }
    }

    @Override
    public void setns(Descriptor namespace, int type) {
        if (call(NativeFunction.SETNS, namespace.number(), type) < 0) {
            throw failed("setns(" + ConstantNames.cloneFlags(type) + ")");
        }
    }

    @Override
    public void mount(@Nullable String source, String target, @Nullable String type, long flags) {
        if (call(NativeFunction.MOUNT, source, target, type, flags, NULL) < 0) {
            throw failed("mount(" + (source == null ? type : source) + ", " + target + ")");
        }
    }

    @Override
    public void chdir(ByteBuffer directory) {
        if (call(NativeFunction.CHDIR, directory) < 0) {
            throw failed("chdir(" + text(directory).trim() + ")");
        }
    }

    @Override
    public void sethostname(ByteBuffer name) {
        if (call(NativeFunction.SETHOSTNAME, name, name.remaining()) < 0) {
            throw failed("sethostname(" + text(name) + ")");
        }
    }

    @Override
    public ByteBuffer getcwd() {
        ByteBuffer directory = buffer(PATH_MAX);
        long[] arguments = {NativeCalls.address(directory), PATH_MAX};
        if (calls.call(NativeFunction.GETCWD, arguments) == NULL) {
            throw failed("getcwd()");
        }
        int end = 0;
        while (directory.get(end) != 0) {
            end++;
        }
        return directory.limit(end + 1);
    }

    @Override
    public Descriptor open(String path, int flags, int mode) {
        int number = call(NativeFunction.OPEN, path, flags | CLOEXEC, mode);
        if (number < 0) {
            throw failed("open(" + path + ")");
        }
        return new Descriptor(this, number, path);
    }

    @Override
    public int write(Descriptor descriptor, ByteBuffer data) {
        int written = call(NativeFunction.WRITE, descriptor.number(), data, data.remaining());
        if (written < 0) {
            throw failed("write(" + descriptor + ")");
        }
        return written;
    }

    @Override
    public int read(Descriptor descriptor, ByteBuffer data) {
        int count = call(NativeFunction.READ, descriptor.number(), data, data.remaining());
        if (count < 0) {
            throw failed("read(" + descriptor + ")");
        }
        return count;
    }

    @Override
    public int ioctl(Descriptor descriptor, long request) {
        return ioctl(descriptor, request, NULL);
    }

    @Override
    public int ioctl(Descriptor descriptor, long request, long argument) {
        return ioctlWith(descriptor, request, argument);
    }

    @Override
    public int ioctl(Descriptor descriptor, long request, ByteBuffer argument) {
        return ioctlWith(descriptor, request, argument);
    }

    private int ioctlWith(Descriptor descriptor, long request, Object argument) {
        int result = call(NativeFunction.IOCTL, descriptor.number(), request, argument);
        if (result < 0) {
            throw failed("ioctl(" + descriptor + ", 0x" + Long.toHexString(request) + ")");
        }
        return result;
    }

    @Override
    public Descriptor eventfd() {
        int number = call(NativeFunction.EVENTFD, 0, CLOEXEC);
        if (number < 0) {
            throw failed("eventfd()");
        }
        return new Descriptor(this, number, "eventfd");
    }

    @Override
    public void makeCharacterDevice(String path, int major, int minor) {
        // linux/kdev_t.h: new_encode_dev
        long device = (minor & 0xffL) | ((long) major << 8) | ((minor & ~0xffL) << 12);
        if (call(NativeFunction.SYSCALL, MKNODAT, AT_FDCWD, path, OWNERS_CHARACTER_DEVICE, device) < 0) {
            throw failed("mknod(" + path + ", " + major + ":" + minor + ")");
        }
    }

    @Override
    public Descriptor socket(int domain, int type, int protocol) {
        int number = call(NativeFunction.SOCKET, domain, type | CLOEXEC, protocol);
        if (number < 0) {
            throw failed("socket(" + ConstantNames.socketDomain(domain) + ", " + ConstantNames.socketType(type) + ", "
                    + protocol + ")");
        }
        return new Descriptor(this, number, "socket of " + ConstantNames.socketDomain(domain));
    }

    @Override
    public void setsockopt(Descriptor socket, int level, int option, int value) {
        if (call(NativeFunction.SETSOCKOPT, socket.number(), level, option, ints(value), Integer.BYTES) < 0) {
            throw failed("setsockopt(" + socket + ", level " + level + ", option " + option + ", " + value + ")");
        }
    }

    @Override
    public int getsockopt(Descriptor socket, int level, int option) {
        ByteBuffer value = ints(0);
        if (call(NativeFunction.GETSOCKOPT, socket.number(), level, option, value, ints(Integer.BYTES)) < 0) {
            throw failed("getsockopt(" + socket + ", level " + level + ", option " + option + ")");
        }
        return value.getInt(0);
    }

    @Override
    public void getsockname(Descriptor socket, ByteBuffer address) {
        if (call(NativeFunction.GETSOCKNAME, socket.number(), address, ints(address.remaining())) < 0) {
            throw failed("getsockname(" + socket + ")");
        }
    }

    @Override
    public void getpeername(Descriptor socket, ByteBuffer address) {
        if (call(NativeFunction.GETPEERNAME, socket.number(), address, ints(address.remaining())) < 0) {
            throw failed("getpeername(" + socket + ")");
        }
    }

    @Override
    public long[] socketCookies(int... descriptors) {
        ByteBuffer answer =
                buffer(Long.BYTES + Integer.BYTES).putInt(Long.BYTES, Long.BYTES); // the cookie, and its length
        long[] arguments = {
            0, SOL_SOCKET, SO_COOKIE, NativeCalls.address(answer), NativeCalls.address(answer) + Long.BYTES
        };
        long[] cookies = new long[descriptors.length];
        try {
            for (int i = 0; i < cookies.length; i++) {
                arguments[0] = descriptors[i];
                if ((int) calls.call(NativeFunction.GETSOCKOPT, arguments) >= 0) {
                    cookies[i] = answer.getLong(0);
                }
            }
            return cookies;
        } finally {
            Reference.reachabilityFence(answer);
        }
    }

    @Override
    public void connect(Descriptor socket, ByteBuffer address) {
        if (call(NativeFunction.CONNECT, socket.number(), address, address.remaining()) < 0) {
            throw failed("connect(" + socket + ")");
        }
    }

    @Override
    public int sendmsg(Descriptor socket, ByteBuffer data, @Nullable ByteBuffer address) {
        try {
            int sent = call(NativeFunction.SENDMSG, socket.number(), MessageHeader.of(data, address), 0);
            if (sent < 0) {
                throw failed("sendmsg(" + socket + ", " + data.remaining() + " bytes)");
            }
            return sent;
        } finally {
            Reference.reachabilityFence(data);
            Reference.reachabilityFence(address);
        }
    }

    @Override
    public int recvmsg(Descriptor socket, ByteBuffer data, int flags, @Nullable ByteBuffer address) {
        try {
            int received = call(NativeFunction.RECVMSG, socket.number(), MessageHeader.of(data, address), flags);
            if (received < 0) {
                throw failed("recvmsg(" + socket + ")");
            }
            return received;
        } finally {
            Reference.reachabilityFence(data);
            Reference.reachabilityFence(address);
        }
    }

    @Override
    public short[] poll(Descriptor[] descriptors, short events, int timeoutMillis) {
        Pollfds pollfds = new Pollfds(descriptors.length);
        for (int i = 0; i < descriptors.length; i++) {
            pollfds.ask(i, descriptors[i].number(), events);
        }
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
        long[] arguments = {NativeCalls.address(pollfds.memory()), descriptors.length, millisUntil(deadline)};
        while ((int) calls.call(NativeFunction.POLL, arguments) < 0) {
            if (calls.errno() != Errno.EINTR) {
                throw failed("poll(" + Arrays.toString(descriptors) + ")");
            }
            arguments[2] = millisUntil(deadline); // after a signal it polls again, for the remaining time
        }
        short[] ready = new short[descriptors.length];
        for (int i = 0; i < ready.length; i++) {
            ready[i] = pollfds.answer(i);
        }
        return ready;
    }

    @Override
    public BitSet openDescriptors(int below) {
        BitSet open = new BitSet(below);
        int atOnce = descriptorsPerPoll();
        Pollfds pollfds = new Pollfds(Math.min(below, atOnce));
        for (int first = 0; first < below; first += atOnce) {
            int count = Math.min(below - first, atOnce);
            for (int i = 0; i < count; i++) {
                pollfds.ask(i, first + i, 0);
            }
            if (call(NativeFunction.POLL, pollfds.memory(), count, 0) < 0) {
                throw failed("poll(" + count + " descriptors)");
            }
            for (int i = 0; i < count; i++) {
                open.set(first + i, (pollfds.answer(i) & Pollfds.POLLNVAL) == 0);
            }
        }
        return open;
    }

    private int descriptorsPerPoll() {
        ByteBuffer limits = buffer(RLIMIT);
        if (call(NativeFunction.GETRLIMIT, RLIMIT_NOFILE, limits) < 0) {
            throw failed("getrlimit(RLIMIT_NOFILE)");
        }
        long current = limits.getLong(0);
        // A number without a limit is negative here. Nothing can be polled with a limit of 0.
        return current > 0 && current < DESCRIPTORS_PER_POLL ? (int) current : DESCRIPTORS_PER_POLL;
    }

    @Override
    public void kill(int pid, int signal) {
        if (call(NativeFunction.KILL, pid, signal) < 0) {
            throw failed("kill(" + pid + ", " + signal + ")");
        }
    }

    @Override
    public int gettid() {
        return call(NativeFunction.SYSCALL, GETTID);
    }

    @Override
    public void close(int descriptor) {
        long[] arguments = {descriptor};
        // Not repeated after EINTR: Linux has closed it then, and the number may belong to another file already
        // (close(2)).
        if ((int) calls.call(NativeFunction.CLOSE, arguments) < 0 && calls.errno() != Errno.EINTR) {
            throw failed("close");
        }
    }

    /**
     * Calls a function, again and again while a signal interrupts it. No call here has a result that an {@code int} cannot hold.
     *
     * @param arguments numbers, direct buffers and strings; of a buffer the function gets the address of the byte at its position
     */
    private int call(NativeFunction function, @Nullable Object... arguments) {
        @Nullable Object[] kept = arguments.clone();
        long[] numbers = new long[arguments.length];
        for (int i = 0; i < numbers.length; i++) {
            if (kept[i] instanceof String text) {
                kept[i] = zeroTerminated(text);
            }
            numbers[i] = kept[i] instanceof ByteBuffer direct ? NativeCalls.address(direct) : number(kept[i]);
        }
        try {
            int result;
            do {
                result = (int) calls.call(function, numbers);
            } while (result < 0 && calls.errno() == Errno.EINTR);
            return result;
        } finally {
            Reference.reachabilityFence(kept);
        }
    }

    private static long number(@Nullable Object argument) {
        return argument == null ? NULL : ((Number) argument).longValue();
    }

    private static ByteBuffer zeroTerminated(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return buffer(utf8.length + 1).put(utf8).rewind();
    }

    private LinuxException failed(String operation) {
        return new LinuxException(operation, calls.errno());
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
}
