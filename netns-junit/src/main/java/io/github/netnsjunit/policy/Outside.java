package io.github.netnsjunit.policy;

import io.github.netnsjunit.address.IpAddress;
import io.github.netnsjunit.address.LinkAddress;
import io.github.netnsjunit.topology.LinkFacts;
import io.github.netnsjunit.topology.Outline;
import java.net.InetAddress;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

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

    /**
     * Reports the outside addresses that somebody else has on the outside segment, or that another router gives there. An interface that says
     * {@code duplicate} may have them.
     *
     * @param given tells the addresses that the router is to have
     * @param attribute where they are said
     */
    static void checkUnique(
            String router,
            LinkFacts outside,
            Predicate<InetAddress> given,
            String attribute,
            Outline all,
            Consumer<String> mistake) {
        int segment = all.segment(outside.key());
        for (LinkFacts link : all.links()) {
            boolean another = !link.key().namespace().equals(router) && link.up() && !link.duplicate();
            if (another && all.segment(link.key()) == segment) {
                link.addresses().stream()
                        .map(LinkAddress::address)
                        .filter(given)
                        .forEach(address -> mistake.accept(taken(address, attribute) + "that of "
                                + link.key().path()));
            }
        }
        for (Nat nat : all.parts(Nat.class)) {
            if (!nat.router().equals(router) && isTowards(segment, nat.outsideLink(all), all)) {
                nat.addresses().stream()
                        .flatMap(each -> each.value().stream())
                        .filter(given)
                        .forEach(address -> mistake.accept(taken(address, attribute) + "one of [" + nat + "]"));
            }
        }
    }

    static boolean isTowards(int segment, Optional<LinkFacts> link, Outline all) {
        return link.filter(each -> all.segment(each.key()) == segment).isPresent();
    }

    private static String taken(InetAddress address, String attribute) {
        return "the outside address [" + IpAddress.text(address) + "] (" + attribute + ") is also ";
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
