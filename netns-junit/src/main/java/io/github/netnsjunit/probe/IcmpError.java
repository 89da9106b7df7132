package io.github.netnsjunit.probe;

import io.github.netnsjunit.address.IpAddress;
import io.github.netnsjunit.probe.Reachability.NotReached;
import java.net.InetAddress;

/**
 * An error that a router, or a host, sent back about a packet of ours (RFC 792, RFC 1812, RFC 4443).
 *
 * @param six whether it is ICMPv6
 * @param type the error's type
 * @param code its code within the type
 * @param sender who sent it; an address of the namespace itself, where its own kernel gave up
 */
record IcmpError(boolean six, int type, int code, InetAddress sender) {

    private static final Meaning TIME_EXCEEDED =
            new Meaning(Unreachable.HOST_UNREACHABLE, "time to live exceeded, as in a routing loop");

    /** What a type and code stand for. */
    private record Meaning(Unreachable reason, String words) {}

    NotReached notReached() {
        return new NotReached(meaning().reason(), toString());
    }

    private Meaning meaning() {
        if (type == (six ? Icmp.TIME_EXCEEDED_6 : Icmp.TIME_EXCEEDED)) {
            return TIME_EXCEEDED;
        }
        return six ? ofSix(code) : ofFour(code);
    }

    private static Meaning ofFour(int code) {
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

    private static Meaning ofSix(int code) {
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
        return IpAddress.text(sender) + " says: " + meaning().words() + " (" + (six ? "ICMPv6 " : "ICMP ") + type + "/"
                + code + ")";
    }
}
