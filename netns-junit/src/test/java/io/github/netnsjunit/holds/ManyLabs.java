package io.github.netnsjunit.holds;

import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.Traces;
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
            Topology topology = i % 2 == 0 ? ArticleNetwork.TOPOLOGY : ALONE;
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
