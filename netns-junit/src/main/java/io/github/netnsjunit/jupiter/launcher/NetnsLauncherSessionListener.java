package io.github.netnsjunit.jupiter.launcher;

import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.jvm.JvmNetwork;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Prepares the Java process before the first test. With {@code netns.junit.jvm=hermetic} it first takes the whole process into an empty
 * network. It turns off Java's cache of host names, which would carry answers from
 * one namespace to another, and loads native code
 * in the background. From then on it notes which tests run. JUnit's
 * launcher finds this listener by itself.
 */
@SuppressWarnings("exports") // only JUnit calls it, and JUnit has the launcher
public final class NetnsLauncherSessionListener implements LauncherSessionListener {

    /** Is called by JUnit. */
    public NetnsLauncherSessionListener() {}

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        boolean hermetic = JvmSettings.isHermetic();
        if (hermetic) {
            JvmNetwork.enter(); // first, so that no thread of ours is born outside
        }
        Lab.warmUp();
        JvmNetworkListener network = new JvmNetworkListener(hermetic);
        session.getLauncher().registerLauncherDiscoveryListeners(network);
        session.getLauncher().registerTestExecutionListeners(network, new RunningTestsListener());
    }
}
