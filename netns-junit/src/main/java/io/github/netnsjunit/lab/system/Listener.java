package io.github.netnsjunit.lab.system;

import io.github.netnsjunit.address.IpAddress;
import java.net.Inet6Address;
import java.net.InetAddress;

/**
 * An address and a TCP port on which somebody listens.
 *
 * @param address {@code 0.0.0.0} or {@code ::} for all addresses; an IPv4 address for an IPv4-mapped one
 * @param port the port
 */
public record Listener(InetAddress address, int port) {

    /** Such as {@code 10.0.0.1:80} or {@code [fd00::1]:80}. */
    @Override
    public String toString() {
        String text = IpAddress.text(address);
        return (address instanceof Inet6Address ? "[" + text + "]" : text) + ":" + port;
    }
}
