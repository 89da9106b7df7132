package io.github.netnsjunit.link;

/** What a {@link TapLink} carries. */
public enum TapMode {
    /** Ethernet frames, each beginning with the receiver's MAC address. */
    TAP,
    /** IP packets, each beginning with the IP header. */
    TUN
}
