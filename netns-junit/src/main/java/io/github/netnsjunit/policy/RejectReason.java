package io.github.netnsjunit.policy;

import java.util.Locale;

/**
 * What a firewall tells the sender of a packet that it rejects: an ICMP error of type 3, or of ICMPv6 type 1, with this code. Where only
 * one family has such a code, the other one sends the most similar. What a caller of {@code connect} then sees is in
 * <a href="https://man7.org/linux/man-pages/man7/ip.7.html">ip(7)</a>.
 */
public enum RejectReason {
    /** A TCP reset: "Connection refused". For packets of other protocols as {@link #PORT_UNREACHABLE}. */
    TCP_RESET(3, 4),
    /** "Network is unreachable"; IPv6: no route. */
    NET_UNREACHABLE(0, 0),
    /** "No route to host"; IPv6: address unreachable. */
    HOST_UNREACHABLE(1, 3),
    /** "Protocol not available"; IPv6: port unreachable. */
    PROTOCOL_UNREACHABLE(2, 4),
    /** "Connection refused". */
    PORT_UNREACHABLE(3, 4),
    /** "Network is unreachable"; IPv6: administratively prohibited. */
    NET_PROHIBITED(9, 1),
    /** "No route to host"; IPv6: administratively prohibited. */
    HOST_PROHIBITED(10, 1),
    /** "No route to host"; IPv6: "Permission denied". */
    ADMIN_PROHIBITED(13, 1),
    /** IPv6: the source address failed a policy, "Permission denied"; IPv4: administratively prohibited. */
    POLICY_FAILED(13, 5),
    /** IPv6: a route that rejects, "Permission denied"; IPv4: network unreachable. */
    REJECT_ROUTE(0, 6);

    private final int icmpCode;
    private final int icmp6Code;

    RejectReason(int icmpCode, int icmp6Code) {
        this.icmpCode = icmpCode;
        this.icmp6Code = icmp6Code;
    }

    int icmpCode() {
        return icmpCode;
    }

    int icmp6Code() {
        return icmp6Code;
    }

    /** In small letters, with spaces. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
