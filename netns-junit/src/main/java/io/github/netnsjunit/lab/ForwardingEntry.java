package io.github.netnsjunit.lab;

/**
 * A line of a bridge's forwarding table: behind which port a link-layer address lives.
 *
 * @param mac the link-layer address
 * @param dev the port's interface
 * @param permanent whether it is the port's own address (or one set by hand) and not one learnt from a frame
 * @param vlan the VLAN that the line counts in, 1 to 4094; 0 for all, as on a bridge that does not filter VLANs
 */
public record ForwardingEntry(String mac, String dev, boolean permanent, int vlan) {

    /** A line that counts in all VLANs. */
    public ForwardingEntry(String mac, String dev, boolean permanent) {
        this(mac, dev, permanent, 0);
    }
}
