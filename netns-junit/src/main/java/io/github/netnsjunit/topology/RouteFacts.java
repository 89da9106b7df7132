package io.github.netnsjunit.topology;

import io.github.netnsjunit.address.IpNetwork;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * What a topology says of one route of a main routing table.
 *
 * @param key the key that its part declares
 * @param to the destination
 * @param via the gateway; {@code null} where the destination is on the link
 * @param dev the name of the interface; {@code null} leaves it to the kernel, which goes by the gateway
 * @param metric of two routes the lower wins; 0 is the kernel's default
 */
public record RouteFacts(
        Key key,
        IpNetwork to,
        @Nullable InetAddress via,
        @Nullable String dev,
        int metric) {

    /** The namespace whose route it is. */
    public String namespace() {
        return key.namespace();
    }
}
