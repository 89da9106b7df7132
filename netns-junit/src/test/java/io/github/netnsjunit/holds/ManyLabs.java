package io.github.netnsjunit.holds;

import io.github.netnsjunit.lab.End;
import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.Topology;
import io.github.netnsjunit.lab.Traces;

/**
 * Makes labs time and again, runs code inside, and then looks what is left. Every other one is the article's network, between them
 * one that costs the kernel less to take back, which takes longer than all the rest.
 */
final class ManyLabs {

    private static final int WARM_UP = 20;

    private static final Topology ALONE =
            Topology.builder().namespace("blue_ns").build();

    private static final Topology ARTICLE = Topology.builder()
            .namespace("root_ns")
            .namespace("blue_ns")
            .vethPair(
                    End.of("root_ns", "veth_root_ns", "10.0.0.1/24"), End.of("blue_ns", "veth_blue_ns", "10.0.0.2/24"))
            .defaultRoute("blue_ns", "10.0.0.1")
            .build();

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
