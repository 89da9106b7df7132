package io.github.netnsjunit.holds;

import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.LabException;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.link.BridgeLink;
import io.github.netnsjunit.link.End;
import io.github.netnsjunit.link.VethLink;
import io.github.netnsjunit.route.StaticRoute;
import io.github.netnsjunit.topology.Namespace;
import io.github.netnsjunit.topology.Topology;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/**
 * A process to be killed. If its first argument is {@code provisioning}, it makes and closes labs on eight threads without a pause.
 * Otherwise it has eight labs open, in each of which code waits and programs with children run. If it has a second argument, its labs
 * have these {@link HostEnds} too.
 */
final class KilledProcess {

    static final String PROVISIONING = "provisioning";
    static final String READY = "ready";

    static final int LABS = 8;

    private static final Topology TOPOLOGY = Topology.of(
            Namespace.of("root_ns"),
            Namespace.of("blue_ns"),
            Namespace.of("switch_ns"),
            BridgeLink.of("switch_ns", "br0"),
            VethLink.between(
                    End.of("root_ns", "veth_root_ns", "10.0.0.1/24"),
                    End.of("switch_ns", "port1").master("br0")),
            VethLink.between(
                    End.of("blue_ns", "veth_blue_ns", "10.0.0.2/24"),
                    End.of("switch_ns", "port2").master("br0")),
            StaticRoute.defaultVia("blue_ns", "10.0.0.1"));

    private KilledProcess() {}

    public static void main(String[] arguments) throws Exception {
        boolean provisioning = arguments[0].equals(PROVISIONING);
        CountDownLatch ready = new CountDownLatch(LABS);
        IntFunction<Topology> topology =
                arguments.length > 1 ? HostEnds.parse(arguments[1])::topology : anyNumber -> TOPOLOGY;
        AtomicInteger number = new AtomicInteger();
        Supplier<Topology> next = () -> topology.apply(number.getAndIncrement());
        for (int i = 0; i < LABS; i++) {
            new Thread(() -> {
                        if (provisioning) {
                            makeAndDrop(next, ready);
                        } else {
                            keepOpen(next.get(), ready);
                        }
                    })
                    .start();
        }
        ready.await();
        System.out.println(READY);
    }

    private static void makeAndDrop(Supplier<Topology> next, CountDownLatch ready) {
        while (true) {
            try (Lab lab = Lab.create(next.get())) {
                lab.namespace("blue_ns").start("sh", "-c", "sleep 1000 & sleep 1000");
            } catch (LabException tooManyAtOnce) {
                if (!String.valueOf(tooManyAtOnce.getMessage()).contains("ENOSPC")) {
                    throw tooManyAtOnce;
                }
            }
            ready.countDown();
        }
    }

    private static void keepOpen(Topology topology, CountDownLatch ready) {
        try (Lab lab = Lab.create(topology)) {
            NetworkNamespace blue = lab.namespace("blue_ns");
            blue.start("sh", "-c", "sleep 1000 & sleep 1000 & echo begun; wait").awaitOutput("begun");
            lab.namespace("root_ns").start("sleep", "1000");
            blue.run(() -> {
                ready.countDown();
                new CountDownLatch(1).await();
            });
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }
}
