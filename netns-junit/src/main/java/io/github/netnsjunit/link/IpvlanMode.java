package io.github.netnsjunit.link;

/** At which layer an {@link IpvlanLink} sends and receives. All over one interface have the same mode. */
public enum IpvlanMode {
    /** Frames: it answers who asks for its MAC address, and hears broadcasts. */
    L2(0),
    /** Packets: nobody finds it by broadcast, so that others need a route by the interface below. */
    L3(1),
    /** The same as {@link #L3}, but packets pass the firewall and the connection tracking of the namespace of the interface below. */
    L3S(2);

    private final int number;

    IpvlanMode(int number) {
        this.number = number;
    }

    /** As in {@code enum ipvlan_mode} of {@code linux/if_link.h}. */
    int number() {
        return number;
    }
}
