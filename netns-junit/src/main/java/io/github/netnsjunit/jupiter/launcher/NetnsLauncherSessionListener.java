package io.github.netnsjunit.jupiter.launcher;

import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.inside.BlankNamespaces;
import io.github.netnsjunit.lab.jvm.JvmNetwork;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.platform.commons.JUnitException;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Prepares the Java process before the first test. With {@code netns.junit.jvm=hermetic} it first takes the whole process into an empty
 * network. It turns off Java's cache of host names, which would carry answers from one namespace to another, and loads native code in the
 * background. From then on it notes which tests run. JUnit's launcher finds this listener by itself.
 */
@SuppressWarnings("exports") // only JUnit calls it, and JUnit has the launcher
public final class NetnsLauncherSessionListener implements LauncherSessionListener {

    /** Listens to what leaves the network of this Java process. Several sessions share it, as they share the network. */
    private static volatile @Nullable EgressWatch egress;

    private @Nullable JvmNetworkListener network;

    /** Is called by JUnit. */
    public NetnsLauncherSessionListener() {}

    static Optional<EgressWatch> egress() {
        return Optional.ofNullable(egress);
    }

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        boolean hermetic = JvmSettings.isHermetic();
        if (hermetic) {
            enter(); // first, so that no thread of ours is born outside
        }
        // JUnit's own configuration comes only with the first test, and the warm-up makes namespaces ahead before it.
        JvmSettings.parameter(BlankNamespaces.AHEAD)
                .map(BlankNamespaces::parse)
                .ifPresent(limit -> limit.ifPresent(BlankNamespaces.ofProcess()::limit));
        Lab.warmUp();
        Launcher launcher = session.getLauncher();
        JvmNetworkListener network = new JvmNetworkListener(hermetic);
        this.network = network;
        launcher.registerLauncherDiscoveryListeners(network);
        launcher.registerTestExecutionListeners(network, new RunningTestsListener());
        egress().ifPresent(launcher::registerTestExecutionListeners);
    }

    private static synchronized void enter() {
        if (JvmNetwork.identity().isPresent()) { // made by an earlier session
            JvmNetwork.enter();
            return;
        }
        JvmSettings.Egress mode = JvmSettings.egress();
        EgressWatch watch = mode == JvmSettings.Egress.IGNORE ? null : new EgressWatch(mode);
        JvmNetwork.enter(watch == null ? null : watch::hear);
        egress = watch;
    }

    /** Fails the run if tests have run outside, or if something was sent towards the outside for which no test could fail. */
    @Override
    public void launcherSessionClosed(LauncherSession session) {
        if (network != null) {
            network.failIfRefused();
        }
        egress().ifPresent(EgressWatch::tellNews);
        egress().flatMap(EgressWatch::failureOfRun).ifPresent(text -> {
            throw new JUnitException(text);
        });
    }
}
