package io.github.netnsjunit.kernel.libc;

import java.util.Locale;

/** The functions of the C library that are called. Each has the name of its constant, in lower case. */
enum NativeFunction {
    CHDIR,
    CLOSE,
    CONNECT,
    EVENTFD,
    GETCWD,
    GETPEERNAME,
    GETRLIMIT,
    GETSOCKNAME,
    GETSOCKOPT,
    IOCTL,
    KILL,
    MOUNT,
    OPEN,
    POLL,
    READ,
    RECVMSG,
    SENDMSG,
    SETHOSTNAME,
    SETNS,
    SETSOCKOPT,
    SOCKET,
    SYSCALL,
    UNSHARE,
    WRITE;

    String symbol() {
        return name().toLowerCase(Locale.ROOT);
    }
}
