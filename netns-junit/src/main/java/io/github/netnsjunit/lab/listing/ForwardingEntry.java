package io.github.netnsjunit.lab.listing;

import org.jspecify.annotations.Nullable;

/**
 * A line of a bridge's forwarding table: it says behind which port a link-layer address is.
 *
 * @param mac the link-layer address
 * @param dev the port's interface; {@code null} if it vanished while the table was read
 * @param permanent true for the port's own address and for one added by hand, false for one that the bridge learnt from a frame
 * @param vlan the VLAN for which the line is valid, 1 to 4094; 0 for all, as on a bridge that does not filter VLANs
 */
public record ForwardingEntry(String mac, @Nullable String dev, boolean permanent, int vlan) {

    /** A line that is valid for all VLANs. */
    public ForwardingEntry(String mac, @Nullable String dev, boolean permanent) {
        this(mac, dev, permanent, 0);
    }
}
