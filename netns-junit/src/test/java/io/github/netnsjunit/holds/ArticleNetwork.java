package io.github.netnsjunit.holds;

import io.github.netnsjunit.link.End;
import io.github.netnsjunit.link.VethLink;
import io.github.netnsjunit.route.StaticRoute;
import io.github.netnsjunit.topology.Namespace;
import io.github.netnsjunit.topology.Topology;

/** The network of the article: two namespaces, a cable with addresses, and a default route. */
public final class ArticleNetwork {

    public static final Topology TOPOLOGY = Topology.of(
            Namespace.of("root_ns"),
            Namespace.of("blue_ns"),
            VethLink.between(
                    End.of("root_ns", "veth_root_ns", "10.0.0.1/24"), End.of("blue_ns", "veth_blue_ns", "10.0.0.2/24")),
            StaticRoute.defaultVia("blue_ns", "10.0.0.1"));

    private ArticleNetwork() {}
}
