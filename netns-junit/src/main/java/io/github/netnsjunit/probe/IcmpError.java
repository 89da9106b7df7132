package io.github.netnsjunit.probe;

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

    NotReached notReached() {
        return new NotReached(reason(), toString());
    }

    private Unreachable reason() {
        return six ? reasonOfSix() : reasonOfFour();
    }

    private Unreachable reasonOfFour() {
        if (type == Icmp.TIME_EXCEEDED) {
            return Unreachable.HOST_UNREACHABLE;
        }
        return switch (code) {
            case 0, 5, 6, 11 -> Unreachable.NO_ROUTE;
            case 2, 3 -> Unreachable.REFUSED;
            case 9, 10, 13, 14, 15 -> Unreachable.PROHIBITED;
            default -> Unreachable.HOST_UNREACHABLE;
        };
    }

    private Unreachable reasonOfSix() {
        if (type == Icmp.TIME_EXCEEDED_6) {
            return Unreachable.HOST_UNREACHABLE;
        }
        return switch (code) {
            case 0, 2 -> Unreachable.NO_ROUTE;
            case 1, 5, 6 -> Unreachable.PROHIBITED;
            case 4 -> Unreachable.REFUSED;
            default -> Unreachable.HOST_UNREACHABLE;
        };
    }

    private String words() {
        if (type == (six ? Icmp.TIME_EXCEEDED_6 : Icmp.TIME_EXCEEDED)) {
            return "time to live exceeded, as in a routing loop";
        }
        return six ? wordsOfSix() : wordsOfFour();
    }

    private String wordsOfFour() {
        return switch (code) {
            case 0 -> "network unreachable";
            case 1 -> "host unreachable";
            case 2 -> "protocol unreachable";
            case 3 -> "port unreachable";
            case 5 -> "source route failed";
            case 6 -> "network unknown";
            case 7 -> "host unknown";
            case 9 -> "network administratively prohibited";
            case 10 -> "host administratively prohibited";
            case 11 -> "network unreachable for this type of service";
            case 12 -> "host unreachable for this type of service";
            case 13 -> "communication administratively prohibited";
            default -> "destination unreachable";
        };
    }

    private String wordsOfSix() {
        return switch (code) {
            case 0 -> "no route to destination";
            case 1 -> "communication administratively prohibited";
            case 2 -> "beyond scope of source address";
            case 3 -> "address unreachable";
            case 4 -> "port unreachable";
            case 5 -> "source address failed policy";
            case 6 -> "reject route to destination";
            default -> "destination unreachable";
        };
    }

    @Override
    public String toString() {
        return sender.getHostAddress() + " says: " + words() + " (" + (six ? "ICMPv6 " : "ICMP ") + type + "/" + code
                + ")";
    }
}
