package io.github.netnsjunit.link;

import static java.util.Objects.requireNonNull;

import io.github.netnsjunit.kernel.link.VrfKind;
import io.github.netnsjunit.provision.Steps;
import io.github.netnsjunit.topology.Draft;
import io.github.netnsjunit.topology.KernelFeature;
import io.github.netnsjunit.topology.MasterRole;
import io.github.netnsjunit.topology.Outline;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Virtual routing and forwarding: a routing table for some interfaces of a namespace, which are those that name it as their
 * {@linkplain End#master() master}. What comes in there is routed by this table alone. So the interfaces of two such tables may have the
 * same subnets and addresses.
 *
 * @param end the interface that stands for the table
 * @param table the number of the table: 1 to 4294967295, but not 253 to 255, which are the kernel's own
 */
@SuppressWarnings("exports") // only the library calls the methods that make a part
public record VrfLink(End end, long table) implements SingleLink<VrfLink> {

    private static final long LAST = 0xFFFF_FFFFL;
    /** {@code RT_TABLE_DEFAULT} of {@code linux/rtnetlink.h}. */
    private static final long FIRST_OF_KERNEL = 253;
    /** {@code RT_TABLE_LOCAL} of {@code linux/rtnetlink.h}. */
    private static final long LAST_OF_KERNEL = 255;
    /** The kernel takes no smaller MTU ({@code vrf_setup} of {@code drivers/net/vrf.c}). */
    private static final int SMALLEST_MTU = 1280;

    public VrfLink {
        requireNonNull(end, "end");
    }

    /** Declares a routing table that is in use. Addresses of its own are reached through all interfaces of the table. */
    public static VrfLink of(String namespace, String name, long table, String... addresses) {
        return new VrfLink(End.of(namespace, name, addresses), table);
    }

    @Override
    public VrfLink with(End other) {
        return new VrfLink(other, table);
    }

    @Override
    public String kind() {
        return "vrf";
    }

    @Override
    public Set<KernelFeature> features() {
        return Set.of(KernelFeature.VRF);
    }

    @Override
    public void outline(Draft draft) {
        SingleLink.super.outline(draft);
        draft.master(end.key(), MasterRole.ROUTING);
        draft.routingTable(end.key(), table);
        draft.remark(end.key(), "table " + table);
    }

    @Override
    public void check(Outline all, Consumer<String> mistake) {
        SingleLink.super.check(all, mistake);
        if (table < 1 || table > LAST) {
            mistake.accept("the table [" + table + "] is not between 1 and " + LAST);
        } else if (table >= FIRST_OF_KERNEL && table <= LAST_OF_KERNEL) {
            mistake.accept("the table [" + table + "] is one of the kernel's own");
        }
        if (end.mtu() != 0 && end.mtu() < SMALLEST_MTU) {
            mistake.accept("the MTU [" + end.mtu() + "] of a VRF is less than " + SMALLEST_MTU);
        }
        if (end.master() != null) {
            mistake.accept("a VRF cannot be a port of [" + end.master() + "]");
        }
    }

    /** Packets have the MTU of the interface that they leave by. */
    @Override
    public VrfLink withDefaultMtu(int bytes) {
        return this;
    }

    @Override
    public void provision(Outline all, Steps to) {
        to.link(end.key(), new VrfKind((int) table)); // unsigned
    }

    @Override
    public String toString() {
        return "vrf " + end + " table " + table;
    }
}
