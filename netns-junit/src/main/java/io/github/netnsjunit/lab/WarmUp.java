package io.github.netnsjunit.lab;

import io.github.netnsjunit.kernel.libc.Libc;
import io.github.netnsjunit.lab.escape.EscapeCheck;
import io.github.netnsjunit.lab.inside.BlankNamespaces;
import io.github.netnsjunit.lab.names.NameCache;
import io.github.netnsjunit.lab.system.KeptConnections;
import io.github.netnsjunit.lab.system.Platform;
import io.github.netnsjunit.link.End;
import io.github.netnsjunit.link.VethLink;
import io.github.netnsjunit.route.StaticRoute;
import io.github.netnsjunit.topology.Namespace;
import io.github.netnsjunit.topology.Topology;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Makes a small network in the background, so that the native library and the classes are loaded before the first lab needs them, and
 * begins the stock of namespaces from which that lab takes its own.
 */
final class WarmUp {

    private static final AtomicBoolean STARTED = new AtomicBoolean();

    private WarmUp() {}

    /** Starts it, unless that was done before. Returns at once. */
    static void start() {
        NameCache.disable();
        KeptConnections.disable();
        if (STARTED.compareAndSet(false, true)) {
            Thread thread = new Thread(WarmUp::run, "netns-junit warm-up");
            thread.setDaemon(true);
            thread.start();
        }
    }

    private static void run() {
        Topology sample = Topology.of(
                Namespace.of("left"),
                Namespace.of("right"),
                VethLink.between(
                        End.of("left", "veth_left", "192.0.2.1/24"), End.of("right", "veth_right", "192.0.2.2/24")),
                StaticRoute.defaultVia("right", "192.0.2.1"));
        try {
            Libc libc = Platform.libc();
            // First, because the kernel makes them while this thread loads classes.
            BlankNamespaces.ofProcess().prepareForLike(sample.outline().namespaces());
            try (Lab lab = Lab.create(sample, libc)) {
                for (NetworkNamespace namespace : lab.namespaces()) {
                    namespace.call(namespace::interfaces);
                }
                askAsJUnitDoes(sample, lab);
            }
        } catch (Exception failure) {
            // The first lab of a test will fail in the same way, and throw the failure where somebody reads it.
            System.getLogger(WarmUp.class.getName()).log(System.Logger.Level.DEBUG, "no warm-up", failure);
        }
    }

    /** What the JUnit extension asks around each test. Nothing is done with the answers. */
    private static void askAsJUnitDoes(Topology sample, Lab lab) {
        sample.warnings();
        lab.leftThreads();
        lab.leftProcesses();
        EscapeCheck.begin();
        EscapeCheck.servers();
    }
}
