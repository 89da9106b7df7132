package io.github.netnsjunit.kernel.libc;

import java.nio.ByteBuffer;
import jnr.ffi.annotations.IgnoreError;
import jnr.ffi.annotations.In;
import jnr.ffi.annotations.Out;
import jnr.ffi.types.intptr_t;
import jnr.ffi.types.size_t;
import jnr.ffi.types.ssize_t;
import jnr.ffi.types.u_int64_t;
import org.jspecify.annotations.Nullable;

/** The C functions that jnr-ffi calls. It is public because jnr-ffi implements it with classes of another class loader. */
@SuppressWarnings("MethodName") // the names of the C library
public interface NativeCalls {

    int unshare(int flags);

    int setns(int descriptor, int type);

    int mount(
            @In @Nullable String source,
            @In String target,
            @In @Nullable String type,
            @u_int64_t long flags,
            @In @Nullable ByteBuffer data);

    int chdir(@In ByteBuffer directory);

    int sethostname(@In ByteBuffer name, @size_t long length);

    int open(@In String path, int flags, int mode);

    @intptr_t
    long getcwd(@Out ByteBuffer buffer, @size_t long size);

    @ssize_t
    long write(int descriptor, @In ByteBuffer data, @size_t long length);

    int ioctl(int descriptor, @u_int64_t long request, @intptr_t long argument);

    int socket(int domain, int type, int protocol);

    int setsockopt(int socket, int level, int option, @In ByteBuffer value, int length);

    int getsockopt(int socket, int level, int option, @Out ByteBuffer value, ByteBuffer length);

    /** The same with the addresses of the value and of its length. It takes two thirds of the time, and leaves no error number. */
    @IgnoreError
    int getsockopt(int socket, int level, int option, @intptr_t long value, @intptr_t long length);

    int getsockname(int socket, @Out ByteBuffer address, ByteBuffer length);

    int getpeername(int socket, @Out ByteBuffer address, ByteBuffer length);

    int connect(int socket, @In ByteBuffer address, int length);

    @ssize_t
    long sendmsg(int socket, @In ByteBuffer header, int flags);

    @ssize_t
    long recvmsg(int socket, ByteBuffer header, int flags);

    int poll(ByteBuffer descriptors, @u_int64_t long count, int timeoutMillis);

    int kill(int pid, int signal);

    @ssize_t
    long syscall(@ssize_t long number);

    int close(int descriptor);
}
