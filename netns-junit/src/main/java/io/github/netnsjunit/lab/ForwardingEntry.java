package io.github.netnsjunit.lab;

/**
 * A line of a bridge's forwarding table: behind which port a link-layer address lives.
 *
 * @param mac the link-layer address
 * @param dev the port's interface
 * @param permanent whether it is the port's own address (or one set by hand) and not one learnt from a frame
 */
public record ForwardingEntry(String mac, String dev, boolean permanent) {}
