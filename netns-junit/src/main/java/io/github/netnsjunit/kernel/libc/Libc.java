package io.github.netnsjunit.kernel.libc;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The system calls that this project makes, named and ordered as in section 2 of the Linux manual.
 *
 * <p>A call that fails throws {@link LinuxException} with the operation and the errno. Calls that a signal interrupts are made
 * again ({@link #connect} tells what that means for it). Every descriptor is opened close-on-exec. Buffers are direct; what is
 * sent or filled lies between position and limit, which stay as they are. Instances are safe to use from several threads; many of
 * the calls change the calling thread alone.
 */
public interface Libc {

    /** {@code linux/sched.h}. */
    int CLONE_NEWNS = 0x00020000;
    /** {@code linux/sched.h}. */
    int CLONE_FS = 0x00000200;
    /** {@code linux/sched.h}. */
    int CLONE_NEWNET = 0x40000000;

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
    /** {@code linux/socket.h}: do not wait. */
    int MSG_DONTWAIT = 0x40;
    /** {@code linux/socket.h}: tell a datagram's true length, even where the buffer was shorter. */
    int MSG_TRUNC = 0x20;

    /** {@code asm-generic/poll.h}. */
    int POLLIN = 1;
    /** {@code asm-generic/poll.h}. */
    int POLLOUT = 4;

    /** {@code asm-generic/signal.h}. */
    int SIGKILL = 9;
    /** {@code asm-generic/signal.h}. */
    int SIGTERM = 15;

    /** Takes the calling thread out of what it shares with others; see {@code CLONE_…}. */
    void unshare(int flags);

    /** Moves the calling thread into the namespace that the descriptor names. */
    void setns(Descriptor namespace, int type);

    /** Mounts, binds or changes a mount's propagation, in the calling thread's mount namespace. */
    void mount(@Nullable String source, String target, @Nullable String type, long flags);

    /** Changes the calling thread's working directory (that of every thread it shares file system state with), to a C string. */
    void chdir(ByteBuffer directory);

    /**
     * The calling thread's working directory, as {@link #chdir} takes it: the bytes that the kernel knows it by. Java loses those
     * that are no text in the locale's encoding.
     */
    ByteBuffer getcwd();

    /** Opens a file; {@code O_CLOEXEC} is added. {@code mode} counts with {@link #O_CREAT} alone. */
    Descriptor open(String path, int flags, int mode);

    /** Writes once and returns how many bytes went. */
    int write(Descriptor descriptor, ByteBuffer data);

    /** An ioctl without an argument; returns what the call returned. */
    int ioctl(Descriptor descriptor, long request);

    /** Makes a socket in the calling thread's network namespace; {@code SOCK_CLOEXEC} is added. */
    Descriptor socket(int domain, int type, int protocol);

    /** Sets an {@code int} option of a socket. */
    void setsockopt(Descriptor socket, int level, int option, int value);

    /** Reads an {@code int} option of a socket. */
    int getsockopt(Descriptor socket, int level, int option);

    /** Fills {@code address} with the {@code struct sockaddr} that the socket is bound to. */
    void getsockname(Descriptor socket, ByteBuffer address);

    /**
     * Connects a non-blocking socket to a {@code struct sockaddr}. Not for blocking ones: a connection that a signal interrupts
     * goes on, and the call made again would be refused ({@code EALREADY}, {@code EISCONN}).
     */
    void connect(Descriptor socket, ByteBuffer address);

    /** Sends one datagram, to a {@code struct sockaddr} or, without one, to where the socket is connected. */
    int sendmsg(Descriptor socket, ByteBuffer data, int flags, @Nullable ByteBuffer address);

    /** Receives one datagram and returns its length; fills {@code address}, if given, with the sender's {@code struct sockaddr}. */
    int recvmsg(Descriptor socket, ByteBuffer data, int flags, @Nullable ByteBuffer address);

    /**
     * Waits until one of the descriptors is ready.
     *
     * @param timeoutMillis milliseconds, 0 not to wait
     * @return the ready events of each descriptor, all 0 when time ran out
     */
    short[] poll(Descriptor[] descriptors, short events, int timeoutMillis);

    /** Sends a signal to a process, or to the process group {@code -pid}. */
    void kill(int pid, int signal);

    /** The calling thread's kernel id. */
    int gettid();

    /** Closes a raw descriptor; for {@link Descriptor} alone, which sees that it happens once. */
    void close(int descriptor);
}
