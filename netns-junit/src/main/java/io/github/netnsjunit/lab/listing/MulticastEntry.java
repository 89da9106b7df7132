package io.github.netnsjunit.lab.listing;

import org.jspecify.annotations.Nullable;

/**
 * A line of a bridge's multicast table: it says behind which port a group has a member.
 *
 * @param group the group's address, IPv4 or IPv6, such as {@code 239.1.1.1}; a MAC address for a group that is no IP group
 * @param dev the port's interface; the bridge's interface if the bridge itself is the member; {@code null} if it vanished while the table was read
 * @param permanent true if the line was added by hand, false if the bridge learnt it from a member's report
 * @param vlan the VLAN for which the line is valid, 1 to 4094; 0 on a bridge that does not filter VLANs
 */
public record MulticastEntry(String group, @Nullable String dev, boolean permanent, int vlan) {

    /** A line of a bridge that does not filter VLANs. */
    public MulticastEntry(String group, @Nullable String dev, boolean permanent) {
        this(group, dev, permanent, 0);
    }
}
