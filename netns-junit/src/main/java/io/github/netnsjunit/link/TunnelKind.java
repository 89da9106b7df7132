package io.github.netnsjunit.link;

import io.github.netnsjunit.topology.IpFamilies;
import io.github.netnsjunit.topology.KernelFeature;

/** What a {@link TunnelLink} carries, and over what. */
public enum TunnelKind {
    /** IPv4 and IPv6 packets over IPv4 (RFC 2784). */
    GRE("gre", false, 24, KernelFeature.GRE),
    /** Ethernet frames over IPv4: it can be a port of a bridge. */
    GRETAP("gretap", false, 38, KernelFeature.GRE),
    /** IPv4 packets over IPv4 (RFC 2003). */
    IPIP("ipip", false, 20, KernelFeature.IPIP),
    /** IPv6 and IPv4 packets over IPv4 (RFC 4213). */
    SIT("sit", false, 20, KernelFeature.SIT),
    /** IPv4 and IPv6 packets over IPv6 (RFC 2473). */
    IP6TNL("ip6tnl", true, 48, KernelFeature.IP6TNL),
    /** IPv4 and IPv6 packets over IPv6, by GRE. */
    IP6GRE("ip6gre", true, 52, KernelFeature.IP6GRE),
    /** Ethernet frames over IPv6, by GRE: it can be a port of a bridge. */
    IP6GRETAP("ip6gretap", true, 66, KernelFeature.IP6GRE);

    private final String text;
    private final boolean overIpv6;
    private final int headers;
    private final KernelFeature feature;

    TunnelKind(String text, boolean overIpv6, int headers, KernelFeature feature) {
        this.text = text;
        this.overIpv6 = overIpv6;
        this.headers = headers;
        this.feature = feature;
    }

    boolean overIpv6() {
        return overIpv6;
    }

    /**
     * How many bytes precede the packet inside, without a key: the IP header, that of GRE, that of the frame, and over IPv6 the option that
     * limits how often packets are wrapped (RFC 2473).
     */
    int headers() {
        return headers;
    }

    /** The kind that carries these families, over the same family if that is one of them. */
    TunnelKind in(IpFamilies families) {
        return switch (families) {
            case IPV4 ->
                switch (this) {
                    case IP6TNL -> IPIP;
                    case IP6GRE -> GRE;
                    case IP6GRETAP -> GRETAP;
                    default -> this;
                };
            case IPV6 ->
                switch (this) {
                    case IPIP, SIT -> IP6TNL;
                    case GRE -> IP6GRE;
                    case GRETAP -> IP6GRETAP;
                    default -> this;
                };
            case DUAL -> this == IPIP ? SIT : this;
        };
    }

    /** Whether it carries Ethernet frames, and so has a MAC address. */
    boolean carriesFrames() {
        return this == GRETAP || this == IP6GRETAP;
    }

    /** Whether its packets can have a key. */
    boolean hasKey() {
        return feature == KernelFeature.GRE || feature == KernelFeature.IP6GRE;
    }

    KernelFeature feature() {
        return feature;
    }

    /** As {@code ip} writes it. */
    @Override
    public String toString() {
        return text;
    }
}
