package io.github.netnsjunit.holds;

import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.Traces;
import io.github.netnsjunit.link.End;
import io.github.netnsjunit.link.VethLink;
import io.github.netnsjunit.route.StaticRoute;
import io.github.netnsjunit.topology.Namespace;
import io.github.netnsjunit.topology.Topology;

/**
 * Makes many labs one after another, runs code inside each, and then checks that nothing is left. Every other lab is the article's
 * network. Those in between have a single namespace, because the kernel needs most of the time to take networks back, and for these
 * it needs less.
 */
final class ManyLabs {

    private static final int WARM_UP = 20;

    private static final Topology ALONE = Topology.of(Namespace.of("blue_ns"));

    private static final Topology ARTICLE = Topology.of(
            Namespace.of("root_ns"),
            Namespace.of("blue_ns"),
            VethLink.between(
                    End.of("root_ns", "veth_root_ns", "10.0.0.1/24"), End.of("blue_ns", "veth_blue_ns", "10.0.0.2/24")),
            StaticRoute.defaultVia("blue_ns", "10.0.0.1"));

    private ManyLabs() {}

    public static void main(String[] arguments) throws Exception {
        int labs = Integer.parseInt(arguments[0]);
        times(WARM_UP);
        Traces before = Traces.now();
        times(labs);
        before.assertNothingAdded(labs + " labs");
        Reclaimed.await(Reclaimed.deadline());
        System.out.println(labs + " labs left no descriptor, no thread and no namespace");
    }

    private static void times(int labs) throws InterruptedException {
        for (int i = 0; i < labs; i++) {
            Topology topology = i % 2 == 0 ? ARTICLE : ALONE;
            Reclaimed.retrying(() -> one(topology), Reclaimed.deadline());
        }
    }

    private static void one(Topology topology) {
        try (Lab lab = Lab.create(topology)) {
            if (lab.namespace("blue_ns").listeningPorts().size() != 0) {
                throw new IllegalStateException("a port of another lab");
            }
        }
    }
}
