package io.github.netnsjunit.kernel.libc;

import java.util.StringJoiner;

/** The names of arguments of system calls, for the messages about calls that failed. */
final class ConstantNames {

    private ConstantNames() {}

    /** The name of a kind of sockets; the number if it is another one than the library uses. */
    static String socketDomain(int domain) {
        return switch (domain) {
            case Libc.AF_INET -> "AF_INET";
            case Libc.AF_INET6 -> "AF_INET6";
            case Libc.AF_NETLINK -> "AF_NETLINK";
            default -> String.valueOf(domain);
        };
    }

    /** The name of a socket's type; the number if it is another one than the library uses. */
    static String socketType(int type) {
        String name = switch (type & ~Libc.SOCK_NONBLOCK) {
            case Libc.SOCK_STREAM -> "SOCK_STREAM";
            case Libc.SOCK_RAW -> "SOCK_RAW";
            default -> String.valueOf(type & ~Libc.SOCK_NONBLOCK);
        };
        return (type & Libc.SOCK_NONBLOCK) == 0 ? name : name + "|SOCK_NONBLOCK";
    }

    /** The names of the flags of clone(2), unshare(2) and setns(2). */
    static String cloneFlags(int flags) {
        var names = new StringJoiner("|");
        if ((flags & Libc.CLONE_FS) != 0) {
            names.add("CLONE_FS");
        }
        if ((flags & Libc.CLONE_NEWNS) != 0) {
            names.add("CLONE_NEWNS");
        }
        if ((flags & Libc.CLONE_NEWUTS) != 0) {
            names.add("CLONE_NEWUTS");
        }
        if ((flags & Libc.CLONE_NEWNET) != 0) {
            names.add("CLONE_NEWNET");
        }
        return names.toString();
    }
}
