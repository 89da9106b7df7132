package io.github.netnsjunit.assertj;

import static java.util.Objects.requireNonNull;

import io.github.netnsjunit.address.IpAddress;
import io.github.netnsjunit.address.IpNetwork;
import io.github.netnsjunit.assertj.error.RouteMessages;
import io.github.netnsjunit.lab.listing.RouteEntry;
import io.github.netnsjunit.probe.RouteAnswer;
import java.net.InetAddress;
import java.util.function.Predicate;

/**
 * Assertions about the route that the kernel takes to a host; see {@link NetworkNamespaceAssert#routesTo}. Of a route with several next
 * hops, one of them must be as verified. If {@link #within} gives time, the kernel is asked again until the assertions hold.
 */
public class RouteAssert extends AbstractNetnsAssert<RouteAssert, RouteAnswer> {

    /** For {@link NetworkNamespaceAssert} and for AssertJ's proxies. */
    public RouteAssert(RouteAnswer actual) {
        super(actual, RouteAssert.class);
    }

    /**
     * Verifies that the route leads through a gateway.
     *
     * <pre>{@code
     * assertThat(blue).routesTo("203.0.113.1").via("10.0.0.1"); // passes
     * assertThat(blue).routesTo("10.0.0.1").via("10.0.0.1"); // fails: it is on the link
     * }</pre>
     *
     * @throws IllegalArgumentException if it is not an address
     */
    public RouteAssert via(String gateway) {
        InetAddress wanted = IpAddress.parse(requireNonNull(gateway, "gateway"));
        return verify(hop -> wanted.equals(hop.via()), "via " + gateway);
    }

    /**
     * Verifies that the host is on a link of the namespace, so that no gateway is needed.
     *
     * <pre>{@code
     * assertThat(blue).routesTo("10.0.0.1").isOnLink(); // passes
     * }</pre>
     */
    public RouteAssert isOnLink() {
        return verify(hop -> hop.via() == null && hop.type() == RouteEntry.Type.UNICAST, "on a link");
    }

    /**
     * Verifies that packets leave by an interface.
     *
     * <pre>{@code
     * assertThat(blue).routesTo("203.0.113.1").through("eth0"); // passes
     * }</pre>
     */
    public RouteAssert through(String interfaceName) {
        requireNonNull(interfaceName, "interfaceName");
        return verify(hop -> interfaceName.equals(hop.dev()), "through " + interfaceName);
    }

    /**
     * Verifies that the route stands in a routing table: 254 is the main table.
     *
     * <pre>{@code
     * assertThat(router).routesTo(RouteQuery.to("203.0.113.1").from("10.0.2.2")).inTable(200); // passes
     * }</pre>
     */
    public RouteAssert inTable(long table) {
        return verify(hop -> hop.table() == table, "by the table " + table);
    }

    /**
     * Verifies that the route is the one to exactly this network.
     *
     * <pre>{@code
     * assertThat(blue).routesTo("203.0.113.1").byRouteTo("default"); // passes
     * }</pre>
     *
     * @throws IllegalArgumentException if it is neither a network nor an address nor {@code default}
     */
    public RouteAssert byRouteTo(String network) {
        requireNonNull(network, "network");
        if (network.equals(IpNetwork.DEFAULT)) {
            return verify(hop -> hop.to().isDefault(), "by a default route");
        }
        IpNetwork wanted = IpNetwork.parse(network);
        return verify(hop -> hop.to().equals(wanted), "by the route to " + network);
    }

    private RouteAssert verify(Predicate<RouteEntry> wanted, String how) {
        return verify(
                answer -> answer.hops().stream().anyMatch(wanted) ? null : RouteMessages.shouldRoute(answer, how));
    }
}
