package io.github.netnsjunit.link;

import static java.util.Objects.requireNonNull;

import io.github.netnsjunit.kernel.link.BondKind;
import io.github.netnsjunit.provision.Steps;
import io.github.netnsjunit.topology.Draft;
import io.github.netnsjunit.topology.KernelFeature;
import io.github.netnsjunit.topology.LinkFacts;
import io.github.netnsjunit.topology.MasterRole;
import io.github.netnsjunit.topology.Outline;
import java.time.Duration;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A bond: one interface of several cables, so that it works while one of them does. Its ports are the interfaces that name it as their
 * {@linkplain End#master() master}.
 *
 * @param end the bond's own interface, which has the addresses
 * @param mode how it uses its ports
 * @param monitoring how often it looks whether its ports have a carrier: 1 ms to 1 h, in steps of 1 ms
 */
@SuppressWarnings("exports") // only the library calls the methods that make a part
public record BondLink(End end, BondMode mode, Duration monitoring) implements SingleLink<BondLink> {

    private static final Duration OFTEN = Duration.ofMillis(10);
    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Duration LONGEST = Duration.ofHours(1);

    public BondLink {
        requireNonNull(end, "end");
        requireNonNull(mode, "mode");
        requireNonNull(monitoring, "monitoring");
    }

    /** Declares a bond that is up, in the mode {@link BondMode#ACTIVE_BACKUP}, and that looks at its ports each 10 ms. */
    public static BondLink of(String namespace, String name, String... addresses) {
        return new BondLink(End.of(namespace, name, addresses), BondMode.ACTIVE_BACKUP, OFTEN);
    }

    /** The same in another mode. */
    public BondLink mode(BondMode other) {
        return new BondLink(end, other, monitoring);
    }

    /** The same, but it looks this often whether its ports have a carrier. */
    public BondLink monitoring(Duration interval) {
        return new BondLink(end, mode, interval);
    }

    @Override
    public BondLink with(End other) {
        return new BondLink(other, mode, monitoring);
    }

    @Override
    public int usualMtu() {
        return LinkFacts.ETHERNET_MTU;
    }

    @Override
    public String kind() {
        return "bond";
    }

    @Override
    public Set<KernelFeature> features() {
        return Set.of(KernelFeature.BOND);
    }

    @Override
    public void outline(Draft draft) {
        SingleLink.super.outline(draft);
        draft.master(end.key(), MasterRole.BUNDLE);
        draft.remark(end.key(), mode.toString());
    }

    @Override
    public void check(Outline all, Consumer<String> mistake) {
        SingleLink.super.check(all, mistake);
        if (monitoring.compareTo(SHORTEST) < 0 || monitoring.compareTo(LONGEST) > 0) {
            mistake.accept("the monitoring [" + monitoring + "] is not between 1 ms and 1 h");
        }
        if (all.master(end.masterKey()).filter(MasterRole.BUNDLE::equals).isPresent()) {
            mistake.accept("a bond cannot be a port of a bond");
        }
    }

    @Override
    public void provision(Outline all, Steps to) {
        to.link(end.key(), new BondKind(mode.number(), (int) monitoring.toMillis()));
    }

    @Override
    public String toString() {
        return "bond " + end + " mode " + mode;
    }
}
