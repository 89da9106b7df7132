package io.github.netnsjunit.policy;

import static java.util.Objects.requireNonNull;

import io.github.netnsjunit.address.IpAddress;
import io.github.netnsjunit.address.IpNetwork;
import io.github.netnsjunit.address.Parsed;
import io.github.netnsjunit.provision.Provisioned;
import io.github.netnsjunit.provision.Steps;
import io.github.netnsjunit.topology.Counterparts;
import io.github.netnsjunit.topology.Draft;
import io.github.netnsjunit.topology.KernelFeature;
import io.github.netnsjunit.topology.Key;
import io.github.netnsjunit.topology.LinkFacts;
import io.github.netnsjunit.topology.NatFacts;
import io.github.netnsjunit.topology.Outline;
import io.github.netnsjunit.topology.Part;
import java.math.BigInteger;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Translation of one prefix into another of the same length, for IPv4 or IPv6: each address behind the router has one outside address, by
 * which others reach it. Ports stay as they are. With a single address it is a one-to-one NAT.
 *
 * <p>If the outside prefix is part of a subnet of the outside interface and has at most 256 addresses, the interface gets them. Otherwise
 * others need a route to it through the router.
 *
 * @param router the namespace that translates
 * @param outside a LAN, or else another namespace or an interface of the router: the interface that leads there is the outside one
 * @param from the prefix that hosts behind the router have, such as {@code 192.168.1.0/24}, or one address
 * @param to the prefix as which others know them
 */
@SuppressWarnings("exports") // only the library calls the methods that make a part
public record PrefixNat(String router, String outside, Parsed<IpNetwork> from, Parsed<IpNetwork> to)
        implements Provisioned {

    private static final int MOST_ADDRESSES = 256;

    public PrefixNat {
        requireNonNull(router, "router");
        requireNonNull(outside, "outside");
        requireNonNull(from, "from");
        requireNonNull(to, "to");
    }

    /** Identifies the translation of a prefix. */
    private record PrefixKey(String namespace, String outside, Parsed<IpNetwork> from) implements Key {

        @Override
        public String taken() {
            return "[" + namespace + "] translates [" + from + "] towards [" + outside + "] otherwise too";
        }

        @Override
        public String toString() {
            return "translation of [" + from + "] by [" + namespace + "] towards [" + outside + "]";
        }
    }

    /** Declares the translation of a prefix. */
    public static PrefixNat of(String router, String outside, String from, String to) {
        return new PrefixNat(router, outside, Parsed.of(from, IpNetwork::parse), Parsed.of(to, IpNetwork::parse));
    }

    @Override
    public Set<Key> declares() {
        return Set.of(new PrefixKey(router, outside, from));
    }

    @Override
    public Set<KernelFeature> features() {
        return Set.of(KernelFeature.NFT_NAT);
    }

    private boolean isIpv6() {
        return from.value()
                .filter(network -> network.address() instanceof Inet6Address)
                .isPresent();
    }

    @Override
    public void outline(Draft draft) {
        draft.read(from, "the prefix behind it [from]: ");
        draft.read(to, "the outside prefix [to]: ");
        draft.nat(new NatFacts(router, outside, !isIpv6(), isIpv6(), false, List.of()));
        draft.remark(router, "NAT to " + outside + ": " + from + " is " + to);
    }

    @Override
    public String missing(Key key) {
        return key.missing() + " (router)";
    }

    @Override
    public void check(Outline all, Consumer<String> mistake) {
        Outside.check(router, outside, all, mistake);
        Optional<IpNetwork> inner = from.value();
        Optional<IpNetwork> outer = to.value();
        if (inner.isPresent()
                && outer.isPresent()
                && (inner.get().prefixLength() != outer.get().prefixLength()
                        || !inner.get()
                                .address()
                                .getClass()
                                .equals(outer.get().address().getClass()))) {
            mistake.accept(
                    "the prefixes [" + from + "] (from) and [" + to + "] (to) are not of one family and one length");
        } else {
            Outside.find(router, outside, all)
                    .ifPresent(link -> outer.ifPresent(prefix -> {
                        Outside.checkUnique(router, link, prefix::contains, "to", all, mistake);
                        checkOthers(all.segment(link.key()), prefix, all, mistake);
                    }));
        }
    }

    private void checkOthers(int segment, IpNetwork prefix, Outline all, Consumer<String> mistake) {
        for (PrefixNat other : all.parts(PrefixNat.class)) {
            if (!other.router.equals(router)
                    && other.to.value().filter(prefix::overlaps).isPresent()
                    && Outside.isTowards(segment, Outside.find(other.router, other.outside, all), all)) {
                mistake.accept("the outside prefix [" + to + "] (to) overlaps that of [" + other + "]");
            }
        }
    }

    @Override
    public List<Part> in(Counterparts families) {
        InetAddress concerned = from.get().address();
        if (NatFamilies.isOutsideOfBoth(router, outside, families)) {
            return families.wanted().contain(concerned) ? List.of(this) : List.of();
        }
        return families.each(
                this,
                concerned,
                () -> new PrefixNat(router, outside, families.ofNetwork(from), families.ofNetwork(to)));
    }

    @Override
    public void provision(Outline all, Steps steps) {
        LinkFacts link = Outside.link(router, outside, all);
        addresses()
                .filter(link::hasOnLink)
                .filter(address ->
                        link.addresses().stream().noneMatch(own -> own.address().equals(address)))
                .forEach(address -> steps.address(link.key(), address));
        PrefixRules rules = new PrefixRules(link.key().name(), from.get(), to.get());
        steps.table(router, rules.table(), rules.batch());
    }

    /** The outside addresses, if they are not too many. */
    private Stream<InetAddress> addresses() {
        byte[] first = to.get().address().getAddress();
        int bits = first.length * Byte.SIZE - to.get().prefixLength();
        if (bits >= Integer.SIZE - 1 || 1 << bits > MOST_ADDRESSES) {
            return Stream.of();
        }
        return IntStream.range(0, 1 << bits).mapToObj(number -> {
            byte[] sum =
                    new BigInteger(1, first).add(BigInteger.valueOf(number)).toByteArray();
            byte[] address = new byte[first.length];
            int length = Math.min(sum.length, address.length);
            System.arraycopy(sum, sum.length - length, address, address.length - length, length);
            return IpAddress.of(address);
        });
    }

    @Override
    public String toString() {
        return "nat " + router + " towards " + outside + " prefix " + from + " to " + to;
    }
}
