package io.github.netnsjunit.policy;

import io.github.netnsjunit.topology.KernelFeature;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * What a firewall does. <em>Inbound</em> packets are those for the namespace itself, and those that it forwards; <em>outbound</em> ones
 * those that it sends, and those that it forwards. If the firewall names interfaces, inbound packets come in through these, and
 * outbound ones leave through these. So a router's firewall names the interface that is outside.
 *
 * <p>All presets treat IPv4 and IPv6 alike. None touches {@code lo}, ARP, or how IPv6 finds neighbours and routers.
 */
public enum FirewallPreset {
    /** Counts inbound and outbound packets, as the counters {@code inbound} and {@code outbound}, and lets all pass. */
    OPEN,
    /** Drops what others begin: connections, pings. Answers to what the namespace began pass. */
    DENY_INBOUND,
    /**
     * Drops what the namespace begins. Answers to others pass. With exceptions, only they can be reached. A packet that the namespace itself
     * sends is refused: a ping and UDP fail at once, "Operation not permitted", while TCP waits in vain.
     */
    DENY_OUTBOUND,
    /**
     * As {@link #DENY_INBOUND}, and strict in both directions: packets of TCP pass only if they belong to a connection that it has seen
     * begin. When it has forgotten a connection, what the two sides still send is lost.
     */
    STATEFUL,
    /** Drops all inbound packets, answers included: a line that works in one direction only. */
    DROP_INBOUND,
    /** Drops all outbound packets, answers included. The kernel tells a local sender over UDP: "Operation not permitted". */
    DROP_OUTBOUND,
    /** Rejects what others begin, with a {@link RejectReason}. In a namespace of a lab the kernel does not throttle ICMP errors. */
    REJECT(KernelFeature.NFT_REJECT),
    /**
     * What clients behind a router begin is rejected, but for DNS, and TCP to port 80: that is sent to a portal. Exceptions are clients that
     * have signed in.
     */
    CAPTIVE_PORTAL(KernelFeature.NFT_REJECT, KernelFeature.NFT_NAT),
    /** Drops inbound packets above a rate. */
    RATE_LIMIT(KernelFeature.NFT_LIMIT),
    /** Lowers the segment size that TCP connections announce, to what fits the route, or to a number. */
    MSS_CLAMP,
    /** Drops the ICMP errors that tell a sender that its packets are too big: an MTU black hole. */
    DROP_ICMP_TOO_BIG,
    /** Drops fragments that come in. */
    DROP_FRAGMENTS;

    @SuppressWarnings("ImmutableEnumChecker") // a copy that nobody can change
    private final Set<KernelFeature> features;

    FirewallPreset(KernelFeature... more) {
        EnumSet<KernelFeature> all = EnumSet.of(KernelFeature.NFTABLES);
        all.addAll(Set.of(more));
        this.features = Set.copyOf(all);
    }

    Set<KernelFeature> features() {
        return features;
    }

    /** Whether it can be told which packets it is about. */
    boolean chooses() {
        return this != OPEN && this != MSS_CLAMP && this != DROP_ICMP_TOO_BIG && this != DROP_FRAGMENTS;
    }

    /** In small letters, with spaces. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
