package io.github.netnsjunit.probe;

import io.github.netnsjunit.kernel.libc.Errno;
import io.github.netnsjunit.kernel.libc.LinuxException;
import io.github.netnsjunit.probe.Reachability.NotReached;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Optional;

/** What an errno of connect(2), sendmsg(2) or {@code SO_ERROR} means for a probe. For the types of routes see ip-route(8). */
final class KernelRefusal {

    private KernelRefusal() {}

    /**
     * Returns the result that the errno of a failed call means.
     *
     * @throws LinuxException the failure itself, if the machine caused it and not the network
     */
    static NotReached of(LinuxException failure, InetAddress target) {
        return of(failure.errno(), target).orElseThrow(() -> failure);
    }

    /** Returns the result that an errno means, or nothing if the machine caused it and not the network. */
    static Optional<NotReached> of(int errno, InetAddress target) {
        String description = describe(errno);
        return switch (errno) {
            case Errno.ENETUNREACH, Errno.ENETDOWN, Errno.ENODEV -> notReached(Unreachable.NO_ROUTE, description);
            case Errno.EADDRNOTAVAIL -> notReached(Unreachable.NO_ROUTE, description + ": no address to send from");
            case Errno.EINVAL -> notReached(Unreachable.NO_ROUTE, description + explainInvalidArgument(target));
            case Errno.EHOSTUNREACH -> notReached(Unreachable.HOST_UNREACHABLE, description);
            case Errno.ECONNREFUSED -> notReached(Unreachable.REFUSED, description);
            case Errno.EACCES, Errno.EPERM -> notReached(Unreachable.PROHIBITED, description);
            case Errno.ETIMEDOUT -> notReached(Unreachable.TIMED_OUT, description);
            default -> Optional.empty();
        };
    }

    /** Describes an errno, such as {@code ENETUNREACH (Network is unreachable)}. */
    static String describe(int errno) {
        return Errno.name(errno) + " (" + Errno.description(errno) + ")";
    }

    /** There are two causes of EINVAL: a blackhole route, and a link-local address without its interface. */
    private static String explainInvalidArgument(InetAddress target) {
        return target instanceof Inet6Address ipv6 && ipv6.isLinkLocalAddress() && ipv6.getScopeId() == 0
                ? ": a link-local address needs its interface, as in fe80::1%eth0"
                : ": the answer of a blackhole route";
    }

    private static Optional<NotReached> notReached(Unreachable reason, String detail) {
        return Optional.of(new NotReached(reason, detail));
    }
}
