package io.github.netnsjunit.probe;

import io.github.netnsjunit.kernel.libc.Errno;
import io.github.netnsjunit.kernel.libc.LinuxException;
import io.github.netnsjunit.probe.Reachability.NotReached;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Optional;

/** What an errno of connect(2), sendmsg(2) or {@code SO_ERROR} says about the way to a host; see ip-route(8) for the route types. */
final class KernelRefusal {

    private KernelRefusal() {}

    /**
     * The result that the errno stands for.
     *
     * @throws LinuxException the same, where it tells of the machine and not of the network
     */
    static NotReached of(LinuxException failure, InetAddress target) {
        return of(failure.errno(), target).orElseThrow(() -> failure);
    }

    static Optional<NotReached> of(int errno, InetAddress target) {
        String words = Errno.name(errno) + " (" + Errno.description(errno) + ")";
        return switch (errno) {
            case Errno.ENETUNREACH, Errno.ENETDOWN, Errno.ENODEV -> notReached(Unreachable.NO_ROUTE, words);
            case Errno.EADDRNOTAVAIL ->
                notReached(Unreachable.NO_ROUTE, words + ": no address, or no free port, to send from");
            case Errno.EINVAL -> notReached(Unreachable.NO_ROUTE, words + invalid(target));
            case Errno.EHOSTUNREACH -> notReached(Unreachable.HOST_UNREACHABLE, words);
            case Errno.ECONNREFUSED -> notReached(Unreachable.REFUSED, words);
            case Errno.EACCES, Errno.EPERM -> notReached(Unreachable.PROHIBITED, words);
            case Errno.ETIMEDOUT -> notReached(Unreachable.TIMED_OUT, words);
            default -> Optional.empty();
        };
    }

    /** EINVAL is what a blackhole route gives to local senders, and what a link-local address without its interface gets. */
    private static String invalid(InetAddress target) {
        return target instanceof Inet6Address six && six.isLinkLocalAddress() && six.getScopeId() == 0
                ? ": a link-local address needs its interface, as in fe80::1%eth0"
                : ": the answer of a blackhole route";
    }

    private static Optional<NotReached> notReached(Unreachable reason, String detail) {
        return Optional.of(new NotReached(reason, detail));
    }
}
