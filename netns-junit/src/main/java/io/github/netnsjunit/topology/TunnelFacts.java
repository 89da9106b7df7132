package io.github.netnsjunit.topology;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * What a topology says of one end of a tunnel.
 *
 * @param link the interface
 * @param network what both ends must have in common, such as the kind of tunnel and its number
 * @param local the address that it sends from; {@code null} leaves it to the kernel
 * @param remote the address of the other end, or a multicast group of all ends
 * @param headers how many bytes precede the packet inside
 */
public record TunnelFacts(
        Key.Link link, String network, @Nullable InetAddress local, InetAddress remote, int headers) {}
