package io.github.netnsjunit.address;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/**
 * Where an address of an interface is valid. The kernel takes no IPv4 address as the sender of packets to a place beyond its scope. The scope of
 * an IPv6 address follows from the address. Numbers and names are those of {@code linux/rtnetlink.h} and ip-address(8).
 */
public enum AddressScope {
    /** Everywhere. */
    GLOBAL(0),
    /** Within the site, for IPv6 addresses of {@code fec0::/10}. */
    SITE(200),
    /** On the link of the interface. */
    LINK(253),
    /** Inside this host. */
    HOST(254);

    private final int number;

    AddressScope(int number) {
        this.number = number;
    }

    /** The kernel's number for it. */
    public int number() {
        return number;
    }

    /** The scope with a number of the kernel's. A number without a name is taken for the next smaller one that has a name. */
    public static AddressScope of(int number) {
        return Arrays.stream(values())
                .filter(each -> each.number <= number)
                .max(Comparator.comparingInt(AddressScope::number))
                .orElse(GLOBAL);
    }

    /** The scope that an address has if nothing is said of it, as with {@code ip address add}. */
    public static AddressScope usualFor(InetAddress address) {
        if (address.isLoopbackAddress()) {
            return HOST;
        }
        if (address instanceof Inet4Address) {
            return GLOBAL;
        }
        if (address.isLinkLocalAddress()) {
            return LINK;
        }
        return address.isSiteLocalAddress() ? SITE : GLOBAL;
    }

    /** Reads {@code global}, {@code site}, {@code link} or {@code host}. */
    static Optional<AddressScope> parse(String word) {
        return Arrays.stream(values()).filter(each -> each.word().equals(word)).findFirst();
    }

    /** As {@code ip address} writes it. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
