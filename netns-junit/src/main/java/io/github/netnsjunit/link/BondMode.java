package io.github.netnsjunit.link;

/** How a {@link BondLink} uses its ports. The other side must fit: two bonds on the same cables, or a switch. */
public enum BondMode {
    /** All in turn, frame by frame. */
    BALANCE_RR(0, "balance-rr"),
    /** One, until it fails; then another. */
    ACTIVE_BACKUP(1, "active-backup"),
    /** One for each pair of MAC addresses. */
    BALANCE_XOR(2, "balance-xor"),
    /** All at once, with each frame. */
    BROADCAST(3, "broadcast"),
    /** Those on which the other side agrees by LACP, IEEE 802.3ad. */
    IEEE_802_3AD(4, "802.3ad"),
    /** All for sending, according to their load; one for receiving. */
    BALANCE_TLB(5, "balance-tlb"),
    /** All for sending and for receiving IPv4, according to their load. */
    BALANCE_ALB(6, "balance-alb");

    private final int number;
    private final String text;

    BondMode(int number, String text) {
        this.number = number;
        this.text = text;
    }

    /** As in {@code linux/if_bonding.h}. */
    int number() {
        return number;
    }

    /** As {@code ip} writes it. */
    @Override
    public String toString() {
        return text;
    }
}
