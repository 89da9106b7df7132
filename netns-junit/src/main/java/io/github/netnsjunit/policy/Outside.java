package io.github.netnsjunit.policy;

import io.github.netnsjunit.topology.LinkFacts;
import io.github.netnsjunit.topology.Outline;
import java.util.Optional;
import java.util.function.Consumer;

/** The outside interface of a router that translates addresses. */
final class Outside {

    private Outside() {}

    static Optional<LinkFacts> find(String router, String outside, Outline all) {
        return all.towards(router, outside).flatMap(all::link);
    }

    /** The interface, after the topology was checked. */
    static LinkFacts link(String router, String outside, Outline all) {
        return find(router, outside, all)
                .orElseThrow(() -> new IllegalStateException("the topology was checked, and yet [" + router
                        + "] has no interface that leads to [" + outside + "]"));
    }

    static void check(String router, String outside, Outline all, Consumer<String> mistake) {
        if (all.isHost(router)) {
            mistake.accept("a test may not change how the host translates addresses [router]");
        }
        if (find(router, outside, all).isEmpty() && all.namespace(router).isPresent()) {
            mistake.accept("[" + router + "] has no interface that leads to [" + outside + "] (outside); it has "
                    + all.links(router).stream().map(each -> each.key().name()).toList());
        }
    }
}
