package io.github.netnsjunit.bench;

import io.github.netnsjunit.kernel.libc.Libc;
import io.github.netnsjunit.kernel.netlink.NetlinkSocket;
import io.github.netnsjunit.kernel.nft.NftBatch;
import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.system.Platform;
import io.github.netnsjunit.link.Lan;
import io.github.netnsjunit.policy.Nat;
import io.github.netnsjunit.policy.NatKind;
import io.github.netnsjunit.provision.Steps;
import io.github.netnsjunit.provision.Work;
import io.github.netnsjunit.topology.Topology;
import java.util.List;

/**
 * What the rules of a router with NAT cost, of each kind: the milliseconds from the opening of the socket to the kernel's answer. They are
 * made and taken away in turn in one lab, so the kernel turns its connection tracking on each time.
 *
 * <p>{@code ./mvnw -q -Pbench verify -Dbench.main=io.github.netnsjunit.bench.RulesOfANat}
 */
public final class RulesOfANat {

    private static final int WARM_UP = 500;
    private static final int ROUNDS = 200;

    private RulesOfANat() {}

    /** Takes no arguments. */
    public static void main(String[] arguments) throws Exception {
        Table.heading();
        Topology routed = Topology.of(
                Lan.of("home", "192.168.1.0/24", "pc").routers("box"),
                Lan.of("internet", "203.0.113.0/24", "server").routers("box"));
        try (Lab lab = Lab.create(routed)) {
            for (NatKind kind : NatKind.values()) {
                Topology whole = routed.with(Nat.of("box", "internet", kind));
                List<Work.Rules> rules = Steps.of(whole.parts(), whole.outline()).stream()
                        .filter(step -> step.work() instanceof Work.Rules)
                        .map(step -> (Work.Rules) step.work())
                        .toList();
                Table.row("the rules of a NAT, " + kind, lab.namespace("box").call(() -> measure(rules)));
            }
        }
    }

    private static FiveFigures.Samples measure(List<Work.Rules> rules) {
        FiveFigures.Samples samples = new FiveFigures.Samples();
        for (int i = 0; i < WARM_UP + ROUNDS; i++) {
            long start = System.nanoTime();
            rules.forEach(each -> execute(each.make()));
            long microseconds = (System.nanoTime() - start) / 1000;
            rules.forEach(each -> execute(each.undo()));
            if (i >= WARM_UP) {
                samples.add(microseconds);
            }
        }
        return samples;
    }

    private static void execute(NftBatch batch) {
        Libc libc = Platform.libc();
        try (NetlinkSocket netfilter = NetlinkSocket.openForNetfilter(libc)) {
            batch.execute(netfilter);
        }
    }
}
