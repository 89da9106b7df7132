package io.github.netnsjunit.kernel.libc;

import java.nio.ByteBuffer;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * The system calls that this project makes, with the names that they have in section 2 of the Linux manual.
 *
 * <p>A call that fails throws {@link LinuxException} with the operation and the errno. A call that a signal interrupts is
 * repeated, {@link #poll} for the time that is left; {@link #close} is not repeated. See {@link #connect} for the one call where
 * that matters. Every descriptor is opened close-on-exec. Buffers must be
 * direct. A call uses the bytes between position and limit, and moves neither. Several threads may use an instance; many calls
 * change only the calling thread.
 */
public interface Libc {

    /** {@code linux/sched.h}. */
    int CLONE_NEWNS = 0x00020000;
    /** {@code linux/sched.h}. */
    int CLONE_FS = 0x00000200;
    /** {@code linux/sched.h}. */
    int CLONE_NEWUTS = 0x04000000;
    /** {@code linux/sched.h}. */
    int CLONE_NEWNET = 0x40000000;

    /** {@code linux/mount.h}. */
    long MS_RDONLY = 1;
    /** {@code linux/mount.h}. */
    long MS_NOSUID = 2;
    /** {@code linux/mount.h}. */
    long MS_NODEV = 4;
    /** {@code linux/mount.h}. */
    long MS_NOEXEC = 8;
    /** {@code linux/mount.h}. */
    long MS_BIND = 4096;
    /** {@code linux/mount.h}. */
    long MS_REC = 16384;
    /** {@code linux/mount.h}. */
    long MS_PRIVATE = 1 << 18;

    /** {@code asm-generic/fcntl.h}. */
    int O_RDONLY = 0;
    /** {@code asm-generic/fcntl.h}. */
    int O_WRONLY = 1;
    /** {@code asm-generic/fcntl.h}. */
    int O_RDWR = 2;
    /** {@code asm-generic/fcntl.h}. */
    int O_CREAT = 0x40;
    /** {@code asm-generic/fcntl.h}. */
    int O_TRUNC = 0x200;
    /** {@code asm-generic/fcntl.h}. */
    int O_NONBLOCK = 0x800;

    /** {@code linux/socket.h}. */
    int AF_INET = 2;
    /** {@code linux/socket.h}. */
    int AF_INET6 = 10;
    /** {@code linux/socket.h}. */
    int AF_NETLINK = 16;
    /** {@code linux/net.h}. */
    int SOCK_STREAM = 1;
    /** {@code linux/net.h}. */
    int SOCK_RAW = 3;
    /** {@code linux/net.h}. */
    int SOCK_NONBLOCK = 0x800;
    /** {@code linux/socket.h}. Do not wait. */
    int MSG_DONTWAIT = 0x40;
    /** {@code linux/socket.h}. Return the length of the whole datagram, even if the buffer was shorter. */
    int MSG_TRUNC = 0x20;

    /** {@code asm-generic/poll.h}. */
    int POLLIN = 1;
    /** {@code asm-generic/poll.h}. */
    int POLLOUT = 4;

    /** {@code asm-generic/signal.h}. */
    int SIGKILL = 9;
    /** {@code asm-generic/signal.h}. */
    int SIGTERM = 15;

    /** Gives the calling thread its own copy of what it shares with other threads, as {@code CLONE_…} flags say. */
    void unshare(int flags);

    /** Moves the calling thread into the namespace of a descriptor. */
    void setns(Descriptor namespace, int type);

    /** Mounts a file system, makes a bind mount, or changes a mount's propagation, in the calling thread's mount namespace. */
    void mount(@Nullable String source, String target, @Nullable String type, long flags);

    /** Changes the working directory of the calling thread and of the threads that share it, to a string that ends with a NUL. */
    void chdir(ByteBuffer directory);

    /**
     * The calling thread's working directory, for {@link #chdir}. It is not a Java string, because its bytes may not be valid text in
     * the locale's encoding.
     */
    ByteBuffer getcwd();

    /** Sets the host name in the calling thread's UTS namespace. It is at most 64 bytes long, without a NUL at its end. */
    void sethostname(ByteBuffer name);

    /** Opens a file, with {@code O_CLOEXEC}. The mode has an effect only with {@link #O_CREAT}. */
    Descriptor open(String path, int flags, int mode);

    /** Writes once, and returns how many bytes were written. */
    int write(Descriptor descriptor, ByteBuffer data);

    /** Reads once, and returns how many bytes were read. */
    int read(Descriptor descriptor, ByteBuffer data);

    /** Makes an ioctl without an argument, and returns its result. */
    int ioctl(Descriptor descriptor, long request);

    /** Makes an ioctl whose argument is a number, and returns its result. */
    int ioctl(Descriptor descriptor, long request, long argument);

    /** Makes an ioctl whose argument is a structure that the kernel reads, and returns its result. */
    int ioctl(Descriptor descriptor, long request, ByteBuffer argument);

    /** Makes a counter that can be polled; see eventfd(2). It is readable once 8 bytes with a number were written to it. */
    Descriptor eventfd();

    /** Makes a character device that only the owner may read and write. */
    void makeCharacterDevice(String path, int major, int minor);

    /** Makes a socket in the calling thread's network namespace, with {@code SOCK_CLOEXEC}. */
    Descriptor socket(int domain, int type, int protocol);

    /** Sets an {@code int} option of a socket. */
    void setsockopt(Descriptor socket, int level, int option, int value);

    /** Reads an {@code int} option of a socket. */
    int getsockopt(Descriptor socket, int level, int option);

    /** Writes the {@code struct sockaddr} that the socket is bound to into {@code address}. */
    void getsockname(Descriptor socket, ByteBuffer address);

    /** Writes the {@code struct sockaddr} that the socket is connected to into {@code address}. */
    void getpeername(Descriptor socket, ByteBuffer address);

    /**
     * The cookie of each socket, {@code SO_COOKIE}: a number that no other socket has as long as the system runs.
     *
     * @param descriptors numbers of descriptors
     * @return for each number its socket's cookie; 0 if it is not the number of an open socket
     */
    long[] socketCookies(int... descriptors);

    /**
     * Connects a non-blocking socket to a {@code struct sockaddr}. Do not use it with a blocking socket: if a signal interrupts the
     * call, the kernel still connects, and refuses the repeated call ({@code EALREADY}, {@code EISCONN}).
     */
    void connect(Descriptor socket, ByteBuffer address);

    /** Sends one datagram to a {@code struct sockaddr}; if that is null, to the address that the socket is connected to. */
    int sendmsg(Descriptor socket, ByteBuffer data, @Nullable ByteBuffer address);

    /** Receives one datagram and returns its length. Writes the sender's {@code struct sockaddr} into {@code address}, unless it is null. */
    int recvmsg(Descriptor socket, ByteBuffer data, int flags, @Nullable ByteBuffer address);

    /**
     * Waits until one of the descriptors is ready.
     *
     * @param timeoutMillis milliseconds, 0 not to wait
     * @return for each descriptor, which of the events happened; 0 for all if none happened in time
     */
    short[] poll(Descriptor[] descriptors, short events, int timeoutMillis);

    /** Which of the descriptors from 0 on are open, as {@link #poll} tells. */
    BitSet openDescriptors(int below);

    /** Sends a signal to a process or, if the number is negative, to the process group {@code -pid}. */
    void kill(int pid, int signal);

    /** The kernel's number of the calling thread. */
    int gettid();

    /** Closes a descriptor. Only {@link Descriptor} may call this; it does so only once. */
    void close(int descriptor);
}
