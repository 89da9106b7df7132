package io.github.netnsjunit.link;

import static java.util.Objects.requireNonNull;

import io.github.netnsjunit.address.LinkAddress;
import io.github.netnsjunit.address.Parsed;
import io.github.netnsjunit.provision.Provisioned;
import io.github.netnsjunit.provision.Steps;
import io.github.netnsjunit.topology.Counterparts;
import io.github.netnsjunit.topology.Draft;
import io.github.netnsjunit.topology.Key;
import io.github.netnsjunit.topology.LinkFacts;
import io.github.netnsjunit.topology.Outline;
import io.github.netnsjunit.topology.Part;
import io.github.netnsjunit.topology.rules.NewAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Addresses of the loopback interface {@code lo}, which every namespace has. They belong to the namespace and do not depend on any cable,
 * and every kernel can have them. An IPv4 address that is shorter than {@code /32} makes all addresses of its network the namespace's
 * own.
 *
 * @param namespace the name of the namespace
 * @param addresses IPv4 or IPv6, each with its prefix length, such as {@code 192.0.2.1/32}; besides those that the kernel gives it,
 *     {@code 127.0.0.1/8} and {@code ::1/128}
 */
@SuppressWarnings("exports") // only the library calls the methods that make a part
public record LoopbackLink(String namespace, List<Parsed<LinkAddress>> addresses) implements Provisioned {

    public LoopbackLink {
        requireNonNull(namespace, "namespace");
        addresses = List.copyOf(addresses);
    }

    /** Declares addresses of {@code lo}. */
    public static LoopbackLink of(String namespace, String... addresses) {
        return new LoopbackLink(
                namespace,
                Arrays.stream(addresses)
                        .map(address -> Parsed.of(requireNonNull(address, "address"), LoopbackLink::address))
                        .toList());
    }

    private static LinkAddress address(String text) {
        LinkAddress address = LinkAddress.parse(text);
        NewAddress.checkWithoutNeighbours(address, "lo");
        return address;
    }

    private Key.Link key() {
        return Key.Link.loopback(namespace);
    }

    @Override
    public Set<Key> declares() {
        return Set.of(key());
    }

    @Override
    public String contradiction(Key key, Part other) {
        return "the addresses of lo in namespace [" + namespace
                + "] are declared already; declare all of them together";
    }

    @Override
    public void outline(Draft draft) {
        List<LinkAddress> read = draft.readAll(addresses, "the address of " + key().path() + ": ");
        draft.link(new LinkFacts(key(), "loopback", true, 0, 0, null, read, null, false));
    }

    @Override
    public List<Part> in(Counterparts families) {
        return List.of(new LoopbackLink(namespace, families.ofAddresses(addresses)));
    }

    @Override
    public void check(Outline all, Consumer<String> mistake) {
        if (all.isHost(namespace)) {
            mistake.accept("an address of the host's lo would outlive the test; use a namespace of its own");
        }
    }

    @Override
    public void provision(Outline all, Steps to) {
        to.loopbackAddresses(key());
    }

    @Override
    public String toString() {
        return "loopback " + key().path();
    }
}
