package io.github.netnsjunit.probe;

/** Why a host could not be reached. */
public enum Unreachable {
    /**
     * No routing table on the way knows where to send the packets: the namespace's own ({@code ENETUNREACH}; also
     * {@code EINVAL}, the answer of a {@code blackhole} route), or a router's (ICMP 3/0, ICMPv6 1/0).
     */
    NO_ROUTE("there is no route to %s"),
    /**
     * The network is known, the host on it is not: its neighbour does not answer ARP or neighbour solicitations, or a router says
     * so ({@code EHOSTUNREACH}, ICMP 3/1, ICMPv6 1/3). The kernel gives a neighbour up after about three seconds.
     */
    HOST_UNREACHABLE("the host %s is unreachable"),
    /** The host is there and nobody listens on the port ({@code ECONNREFUSED}: a reset, or ICMP 3/3, ICMPv6 1/4). */
    REFUSED("%s refused the connection"),
    /** Nothing came back in time, neither an answer nor an error. */
    TIMED_OUT("%s did not answer in time"),
    /** A rule forbids it: a {@code prohibit} route or a filter ({@code EACCES}, {@code EPERM}, ICMP 3/9, 3/10, 3/13, ICMPv6 1/1). */
    PROHIBITED("reaching %s is prohibited"),
    /** The host's name has no address inside the namespace. */
    UNKNOWN_HOST("no address is known for %s");

    private final String words;

    Unreachable(String words) {
        this.words = words;
    }

    /** The reason as a clause about a host, such as {@code there is no route to 192.168.0.194}. */
    public String about(String host) {
        return words.replace("%s", host);
    }
}
