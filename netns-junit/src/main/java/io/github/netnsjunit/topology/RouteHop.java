package io.github.netnsjunit.topology;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * Where a route sends packets next, as a topology says it.
 *
 * @param via the gateway; {@code null} if the destination is on the link
 * @param dev the name of the interface; {@code null} lets the kernel choose the interface by the gateway
 * @param weight of several next hops each gets packets in proportion to its weight, 1 to 256
 * @param onlink whether the gateway is on the interface's link though no address says so
 */
public record RouteHop(@Nullable InetAddress via, @Nullable String dev, int weight, boolean onlink) {}
