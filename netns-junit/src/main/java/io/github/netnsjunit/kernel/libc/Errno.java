package io.github.netnsjunit.kernel.libc;

/** The error numbers that this project uses, from {@code asm-generic/errno-base.h} and {@code asm-generic/errno.h}. */
public final class Errno {

    public static final int EPERM = 1;
    public static final int ENOENT = 2;
    public static final int ESRCH = 3;
    public static final int EINTR = 4;
    public static final int EIO = 5;
    public static final int EAGAIN = 11;
    public static final int ENOMEM = 12;
    public static final int EACCES = 13;
    public static final int EEXIST = 17;
    public static final int EBUSY = 16;
    public static final int ENODEV = 19;
    public static final int EXDEV = 18;
    public static final int EINVAL = 22;
    public static final int ENFILE = 23;
    public static final int EMFILE = 24;
    public static final int ENOSPC = 28;
    public static final int EROFS = 30;
    public static final int EPIPE = 32;
    public static final int ERANGE = 34;
    public static final int EBADFD = 77;
    public static final int EOPNOTSUPP = 95;
    public static final int EAFNOSUPPORT = 97;
    public static final int EADDRNOTAVAIL = 99;
    public static final int ENETDOWN = 100;
    public static final int ENETUNREACH = 101;
    public static final int ECONNRESET = 104;
    public static final int ENOBUFS = 105;
    public static final int ENOTCONN = 107;
    public static final int ETIMEDOUT = 110;
    public static final int ECONNREFUSED = 111;
    public static final int EHOSTUNREACH = 113;
    public static final int EINPROGRESS = 115;

    private Errno() {}

    /** The symbolic name, such as {@code EPERM}; for a number without a name, {@code errno 9999}. */
    public static String name(int errno) {
        if (errno == EOPNOTSUPP) {
            return "EOPNOTSUPP"; // jnr-constants calls this number ENOTSUP, which is another name for it
        }
        var known = jnr.constants.platform.Errno.valueOf(errno);
        return known == jnr.constants.platform.Errno.__UNKNOWN_CONSTANT__ ? "errno " + errno : known.name();
    }

    /** The C library's description, such as {@code Operation not permitted}. */
    public static String description(int errno) {
        var known = jnr.constants.platform.Errno.valueOf(errno);
        return known == jnr.constants.platform.Errno.__UNKNOWN_CONSTANT__ ? "unknown error" : known.description();
    }
}
