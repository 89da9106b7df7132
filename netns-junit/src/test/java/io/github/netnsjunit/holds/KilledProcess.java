package io.github.netnsjunit.holds;

import io.github.netnsjunit.lab.End;
import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.LabException;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.lab.Topology;
import java.util.concurrent.CountDownLatch;

/**
 * A process to be killed. It has eight labs open, code blocked inside and programs with children of their own running in each, or,
 * told {@code provisioning}, makes and drops labs on eight threads without a pause.
 */
final class KilledProcess {

    static final String PROVISIONING = "provisioning";
    static final String READY = "ready";

    private static final int LABS = 8;

    private static final Topology TOPOLOGY = Topology.builder()
            .namespace("root_ns")
            .namespace("blue_ns")
            .namespace("switch_ns")
            .bridge("switch_ns", "br0")
            .vethPair(
                    End.of("root_ns", "veth_root_ns", "10.0.0.1/24"),
                    End.of("switch_ns", "port1").master("br0"))
            .vethPair(
                    End.of("blue_ns", "veth_blue_ns", "10.0.0.2/24"),
                    End.of("switch_ns", "port2").master("br0"))
            .defaultRoute("blue_ns", "10.0.0.1")
            .build();

    private KilledProcess() {}

    public static void main(String[] arguments) throws Exception {
        boolean provisioning = arguments[0].equals(PROVISIONING);
        CountDownLatch ready = new CountDownLatch(LABS);
        for (int i = 0; i < LABS; i++) {
            new Thread(() -> {
                        if (provisioning) {
                            makeAndDrop(ready);
                        } else {
                            keepOpen(ready);
                        }
                    })
                    .start();
        }
        ready.await();
        System.out.println(READY);
    }

    private static void makeAndDrop(CountDownLatch ready) {
        while (true) {
            try (Lab lab = Lab.create(TOPOLOGY)) {
                lab.namespace("blue_ns").start("sh", "-c", "sleep 1000 & sleep 1000");
            } catch (LabException tooManyAtOnce) {
                if (!String.valueOf(tooManyAtOnce.getMessage()).contains("ENOSPC")) {
                    throw tooManyAtOnce;
                }
            }
            ready.countDown();
        }
    }

    private static void keepOpen(CountDownLatch ready) {
        try (Lab lab = Lab.create(TOPOLOGY)) {
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
