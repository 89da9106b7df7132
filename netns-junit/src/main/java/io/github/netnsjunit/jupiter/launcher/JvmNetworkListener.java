package io.github.netnsjunit.jupiter.launcher;

import io.github.netnsjunit.lab.jvm.JvmNetwork;
import org.junit.platform.commons.JUnitException;
import org.junit.platform.launcher.LauncherDiscoveryListener;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestPlan;

/**
 * Takes the thread that JUnit uses into the network of the JVM, where that is not the thread that opened the session. Fails, before any
 * test is looked for, if the network is asked for in a place where it is read too late.
 */
final class JvmNetworkListener implements LauncherDiscoveryListener, TestExecutionListener {

    private final boolean hermetic;

    JvmNetworkListener(boolean hermetic) {
        this.hermetic = hermetic;
    }

    @Override
    public void launcherDiscoveryStarted(LauncherDiscoveryRequest request) {
        boolean wanted = request.getConfigurationParameters()
                .get(JvmSettings.JVM)
                .map(JvmSettings::isHermetic)
                .orElse(false);
        if (hermetic) {
            JvmNetwork.enter();
        } else if (wanted) {
            throw new JUnitException("The configuration parameter " + JvmSettings.JVM
                    + " has come with the request to run tests, when other code has run in the machine's network already."
                    + " Set it in junit-platform.properties, or as a system property of the tests' JVM (-D).");
        }
    }

    /** Discovery and execution may be asked for by different threads. */
    @Override
    public void testPlanExecutionStarted(TestPlan plan) {
        if (hermetic) {
            JvmNetwork.enter();
        }
    }
}
