package io.github.netnsjunit.policy;

import io.github.netnsjunit.address.Parsed;
import org.jspecify.annotations.Nullable;

/**
 * Which outside ports a {@link Nat} gives.
 *
 * @param preserved whether a host keeps the port from which it sends, if it is free
 * @param overloaded whether two hosts may have the same outside port, if they send to different destinations
 * @param range the ports from which others are taken; {@code null} for 32768 to 60999, as Linux itself takes them
 * @param block how many ports each host has for itself; 0 if all hosts share the ports
 */
public record NatPorts(
        boolean preserved, boolean overloaded, @Nullable Parsed<PortRange> range, int block) {

    /** The default of net.ipv4.ip_local_port_range. */
    static final PortRange LINUX = new PortRange(32768, 60999);

    /** Without those that only root may use. */
    static final PortRange UNPRIVILEGED = new PortRange(1024, 65535);

    static final NatPorts PRESERVED = new NatPorts(true, false, null, 0);
    static final NatPorts RANDOM = new NatPorts(false, false, null, 0);
    static final NatPorts BLOCKS = new NatPorts(false, true, null, 1000);

    NatPorts preserved(boolean yes) {
        return new NatPorts(yes, overloaded, range, block);
    }

    NatPorts overloaded(boolean yes) {
        return new NatPorts(preserved, yes, range, block);
    }

    NatPorts range(String text) {
        return new NatPorts(preserved, overloaded, Parsed.of(text, PortRange::parse), block);
    }

    NatPorts block(int size) {
        return new NatPorts(preserved, overloaded, range, size);
    }

    /** The ports from which others are taken. */
    PortRange wanted() {
        PortRange unsaid = block > 0 ? UNPRIVILEGED : LINUX;
        return range == null ? unsaid : range.value().orElse(unsaid);
    }
}
