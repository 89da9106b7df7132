package io.github.netnsjunit.kernel.nft;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Which packets a table sees; see {@code NFPROTO_…} of {@code linux/netfilter.h}. */
public enum NftFamily {
    /** IPv4 and IPv6. */
    INET(1),
    IP(2),
    ARP(3),
    NETDEV(5),
    BRIDGE(7),
    IP6(10);

    private final int number;

    NftFamily(int number) {
        this.number = number;
    }

    /** The kernel's number for it. */
    public int number() {
        return number;
    }

    /** The family with a number of the kernel's; {@code null} for one that is not here. */
    static @Nullable NftFamily of(int number) {
        for (NftFamily family : values()) {
            if (family.number == number) {
                return family;
            }
        }
        return null;
    }

    /** As {@code nft} writes it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
