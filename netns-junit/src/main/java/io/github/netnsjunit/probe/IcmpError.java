package io.github.netnsjunit.probe;

import io.github.netnsjunit.address.IpAddress;
import io.github.netnsjunit.probe.Reachability.NotReached;
import java.net.InetAddress;

/**
 * An error that a router or a host sent back about one of our packets (RFC 792, RFC 1812, RFC 4443).
 *
 * @param ipv6 whether it is ICMPv6
 * @param type the error's type
 * @param code its code within the type
 * @param sender who sent it; it is an address of the namespace itself if the namespace's own kernel gave up
 */
record IcmpError(boolean ipv6, int type, int code, InetAddress sender) {

    private static final Meaning TIME_EXCEEDED =
            new Meaning(Unreachable.HOST_UNREACHABLE, "time to live exceeded, as in a routing loop");

    /** What a type and a code mean. */
    private record Meaning(Unreachable reason, String description) {}

    NotReached notReached() {
        return new NotReached(meaning().reason(), toString());
    }

    private Meaning meaning() {
        if (type == (ipv6 ? Icmp.ICMPV6_TIME_EXCEED : Icmp.ICMP_TIME_EXCEEDED)) {
            return TIME_EXCEEDED;
        }
        return ipv6 ? ofIcmpv6(code) : ofIcmp(code);
    }

    private static Meaning ofIcmp(int code) {
        return switch (code) {
            case 0 -> new Meaning(Unreachable.NO_ROUTE, "network unreachable");
            case 1 -> new Meaning(Unreachable.HOST_UNREACHABLE, "host unreachable");
            case 2 -> new Meaning(Unreachable.REFUSED, "protocol unreachable");
            case 3 -> new Meaning(Unreachable.REFUSED, "port unreachable");
            case 5 -> new Meaning(Unreachable.NO_ROUTE, "source route failed");
            case 6 -> new Meaning(Unreachable.NO_ROUTE, "network unknown");
            case 7 -> new Meaning(Unreachable.HOST_UNREACHABLE, "host unknown");
            case 8 -> new Meaning(Unreachable.HOST_UNREACHABLE, "source host isolated");
            case 9 -> new Meaning(Unreachable.PROHIBITED, "network administratively prohibited");
            case 10 -> new Meaning(Unreachable.PROHIBITED, "host administratively prohibited");
            case 11 -> new Meaning(Unreachable.NO_ROUTE, "network unreachable for this type of service");
            case 12 -> new Meaning(Unreachable.HOST_UNREACHABLE, "host unreachable for this type of service");
            case 13 -> new Meaning(Unreachable.PROHIBITED, "communication administratively prohibited");
            case 14 -> new Meaning(Unreachable.PROHIBITED, "host precedence violation");
            case 15 -> new Meaning(Unreachable.PROHIBITED, "precedence cutoff in effect");
            default -> new Meaning(Unreachable.HOST_UNREACHABLE, "destination unreachable");
        };
    }

    private static Meaning ofIcmpv6(int code) {
        return switch (code) {
            case 0 -> new Meaning(Unreachable.NO_ROUTE, "no route to destination");
            case 1 -> new Meaning(Unreachable.PROHIBITED, "communication administratively prohibited");
            case 2 -> new Meaning(Unreachable.NO_ROUTE, "beyond scope of source address");
            case 3 -> new Meaning(Unreachable.HOST_UNREACHABLE, "address unreachable");
            case 4 -> new Meaning(Unreachable.REFUSED, "port unreachable");
            case 5 -> new Meaning(Unreachable.PROHIBITED, "source address failed policy");
            case 6 -> new Meaning(Unreachable.PROHIBITED, "reject route to destination");
            default -> new Meaning(Unreachable.HOST_UNREACHABLE, "destination unreachable");
        };
    }

    @Override
    public String toString() {
        return IpAddress.text(sender) + " says: " + meaning().description() + " (" + (ipv6 ? "ICMPv6 " : "ICMP ") + type
                + "/" + code + ")";
    }
}
