package io.github.netnsjunit.bench;

import io.github.netnsjunit.kernel.libc.Libc;
import io.github.netnsjunit.kernel.netlink.NetlinkSocket;
import io.github.netnsjunit.kernel.nft.NftBatch;
import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.inside.BlankNamespaces;
import io.github.netnsjunit.lab.system.Platform;
import io.github.netnsjunit.link.Lan;
import io.github.netnsjunit.policy.Nat;
import io.github.netnsjunit.policy.NatKind;
import io.github.netnsjunit.provision.Steps;
import io.github.netnsjunit.provision.Work;
import io.github.netnsjunit.topology.Topology;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * What the rules of a router with NAT cost, of each kind: the milliseconds from the opening of the socket to the kernel's answer, in a
 * router that has just been made and had no rules before, as in a lab. The code is warmed up before, in another one. Nothing is made ahead.
 *
 * <p>{@code ./mvnw -q -Pbench verify -Dbench.main=io.github.netnsjunit.bench.RulesOfANat}
 */
public final class RulesOfANat {

    private static final int WARM_UP = 500;
    private static final int ROUNDS = 100;
    /** The kernel takes the namespaces of the lab before back in the background. */
    private static final long RECLAIM_NANOS = TimeUnit.MILLISECONDS.toNanos(30);

    private RulesOfANat() {}

    /** Takes no arguments. */
    public static void main(String[] arguments) throws Exception {
        System.setProperty(BlankNamespaces.AHEAD, "off");
        Table.heading();
        Topology routed = Topology.of(
                Lan.of("home", "192.168.1.0/24", "pc").routers("box"),
                Lan.of("internet", "203.0.113.0/24", "server").routers("box"));
        for (NatKind kind : NatKind.values()) {
            Topology whole = routed.with(Nat.of("box", "internet", kind));
            List<Work.Rules> rules = Steps.of(whole.parts(), whole.outline()).stream()
                    .filter(step -> step.work() instanceof Work.Rules)
                    .map(step -> (Work.Rules) step.work())
                    .toList();
            try (Lab lab = Lab.create(routed)) {
                lab.namespace("box").run(() -> warmUp(rules));
            }
            FiveFigures.Samples samples = new FiveFigures.Samples();
            for (int i = 0; i < ROUNDS; i++) {
                LockSupport.parkNanos(RECLAIM_NANOS);
                try (Lab lab = Lab.create(routed)) {
                    samples.add(lab.namespace("box").call(() -> microseconds(rules)));
                }
            }
            Table.row("the rules of a NAT, " + kind, samples);
        }
    }

    private static void warmUp(List<Work.Rules> rules) {
        for (int i = 0; i < WARM_UP; i++) {
            rules.forEach(each -> execute(each.make()));
            rules.forEach(each -> execute(each.undo()));
        }
    }

    private static long microseconds(List<Work.Rules> rules) {
        long start = System.nanoTime();
        rules.forEach(each -> execute(each.make()));
        return (System.nanoTime() - start) / 1000;
    }

    private static void execute(NftBatch batch) {
        Libc libc = Platform.libc();
        try (NetlinkSocket netfilter = NetlinkSocket.openForNetfilter(libc)) {
            batch.execute(netfilter);
        }
    }
}
