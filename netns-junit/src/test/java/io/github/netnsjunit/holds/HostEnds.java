package io.github.netnsjunit.holds;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.netnsjunit.address.IpNetwork;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.lab.listing.RouteEntry;
import io.github.netnsjunit.link.End;
import io.github.netnsjunit.link.VethLink;
import io.github.netnsjunit.route.StaticRoute;
import io.github.netnsjunit.topology.KernelFeature;
import io.github.netnsjunit.topology.Namespace;
import io.github.netnsjunit.topology.Topology;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * What the labs of a {@link KilledProcess} have in the host's namespace: links whose names begin with a prefix of their own, and
 * addresses and routes in a network that the host does not use.
 *
 * @param prefix how the links' names begin
 * @param network the number of the network: one of the 32 parts of 198.19.0.0/16, which is for benchmarks (RFC 2544), so that no host
 *     should use it
 */
record HostEnds(String prefix, int network) {

    private static final int PARTS = 32;

    /** How many labs can have different addresses: each uses a network of four, and has a route to four more. */
    private static final int LABS = 2048 / 8;

    /** Skips the test if the host's namespace may not be changed, or all those networks are in use. */
    static HostEnds ofThisTest() {
        assumeTrue(KernelFeature.HOST_NAMESPACE.isAvailable(), KernelFeature.HOST_NAMESPACE.reason());
        List<HostEnds> all = new ArrayList<>();
        for (int part = 0; part < PARTS; part++) {
            all.add(new HostEnds(
                    "nnj" + Integer.toHexString(ThreadLocalRandom.current().nextInt(0x1000, 0x10000)), part));
        }
        List<HostEnds> free =
                all.stream().filter(each -> each.onTheHost().isEmpty()).toList();
        assumeTrue(!free.isEmpty(), "this machine has a network or route of its own in every part of 198.19.0.0/16");
        return free.get(ThreadLocalRandom.current().nextInt(free.size()));
    }

    static HostEnds parse(String text) {
        String[] parts = text.split("/", -1);
        return new HostEnds(parts[0], Integer.parseInt(parts[1]));
    }

    @Override
    public String toString() {
        return prefix + "/" + network;
    }

    /** The topology of the lab with this number. The names and addresses begin again after 256 labs. */
    Topology topology(int number) {
        int own = number % LABS;
        return Topology.of(
                Namespace.host("root_ns"),
                Namespace.of("blue_ns"),
                VethLink.between(
                        End.of("root_ns", prefix + "_" + own, address(own * 8 + 1) + "/30"),
                        End.of("blue_ns", "veth_blue_ns", address(own * 8 + 2) + "/30")),
                StaticRoute.of("root_ns", address(own * 8 + 4) + "/30", address(own * 8 + 2)),
                StaticRoute.defaultVia("blue_ns", address(own * 8 + 1)));
    }

    private String address(int offset) {
        return "198.19." + (network * 8 + offset / 256) + "." + offset % 256;
    }

    /** The links with the prefix, and the addresses and routes in the network, that the host has now, whoever made them. */
    List<String> onTheHost() {
        IpNetwork ours = IpNetwork.parse(address(0) + "/21");
        List<String> found = new ArrayList<>();
        try (NetworkNamespace host =
                NetworkNamespace.ofProcess(ProcessHandle.current().pid())) {
            host.interfaces().forEach(link -> {
                if (link.name().startsWith(prefix)) {
                    found.add(link.name());
                }
                link.addresses().stream()
                        .filter(address -> address.network().overlaps(ours))
                        .forEach(address -> found.add(address + " on " + link.name()));
            });
            host.routes().stream()
                    .filter(route -> !route.to().isDefault())
                    .filter(route -> route.to().overlaps(ours))
                    .map(RouteEntry::toString)
                    .forEach(found::add);
        }
        return found;
    }
}
