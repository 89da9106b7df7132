package io.github.netnsjunit.lab.listing;

import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * One translation that a namespace made at one moment: of a host behind it, towards one destination. A value.
 *
 * @param protocol {@code tcp}, {@code udp}, {@code icmp}, {@code icmpv6}, or the number of another one
 * @param inside the host, as it is known behind the NAT; the port is an identifier for ICMP, and 0 for a protocol without ports
 * @param outside the same host, as others know it
 * @param remote the other side
 * @param timeLeft after which the kernel forgets it, if no packet comes; in whole seconds
 */
public record NatMapping(
        String protocol,
        InetSocketAddress inside,
        InetSocketAddress outside,
        InetSocketAddress remote,
        Duration timeLeft) {}
