package io.github.netnsjunit.topology;

import java.net.Inet4Address;
import java.net.InetAddress;

/** Which families of addresses the hosts of a network have; see {@link Topology#in}. */
public enum IpFamilies {
    /** IPv4 alone. */
    IPV4("IPv4"),
    /** IPv6 alone. */
    IPV6("IPv6"),
    /** Both: each host has addresses of both families. */
    DUAL("IPv4 and IPv6");

    private final String text;

    IpFamilies(String text) {
        this.text = text;
    }

    /** Whether an address is of one of them. */
    public boolean contain(InetAddress address) {
        return this == DUAL || (this == IPV4) == address instanceof Inet4Address;
    }

    @Override
    public String toString() {
        return text;
    }
}
