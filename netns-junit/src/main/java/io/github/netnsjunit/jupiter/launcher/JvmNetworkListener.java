package io.github.netnsjunit.jupiter.launcher;

import io.github.netnsjunit.lab.jvm.JvmNetwork;
import org.jspecify.annotations.Nullable;
import org.junit.platform.commons.JUnitException;
import org.junit.platform.engine.ConfigurationParameters;
import org.junit.platform.launcher.LauncherDiscoveryListener;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestPlan;

/**
 * Takes the thread that JUnit uses into the network of the JVM, where that is not the thread that opened the session. Fails, before any
 * test is looked for, if the network is asked for in a place where it is read too late.
 */
final class JvmNetworkListener implements LauncherDiscoveryListener, TestExecutionListener {

    /** Configuration parameters of Jupiter: whether it looks for extensions on the class path, and which of them it takes. */
    private static final String AUTODETECTION = "junit.jupiter.extensions.autodetection.enabled";

    private static final String AUTODETECTED = "junit.jupiter.extensions.autodetection.include";

    private final boolean hermetic;

    /** Why a thread that runs tests could not be taken inside. */
    private volatile @Nullable RuntimeException refusal;

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
            checkEgress(request.getConfigurationParameters());
            letTestsFail(request.getConfigurationParameters());
        } else if (wanted) {
            throw tooLate(JvmSettings.JVM, "when other code has run in the machine's network already");
        }
    }

    /** JUnit reads what comes with the request first. */
    private static void checkEgress(ConfigurationParameters configured) {
        boolean differs = configured
                .get(JvmSettings.EGRESS)
                .map(JvmSettings::egress)
                .filter(wanted -> wanted != JvmSettings.egress())
                .isPresent();
        if (differs) {
            throw tooLate(JvmSettings.EGRESS, "when the network of the JVM was made already");
        }
    }

    private static JUnitException tooLate(String parameter, String reason) {
        return new JUnitException("The configuration parameter " + parameter
                + " has come with the request to run tests, " + reason
                + ". Set it in junit-platform.properties, or as a system property of the tests' JVM (-D).");
    }

    /**
     * Lets JUnit find {@link EgressExtension}, and nothing else, unless the user has decided which extensions it finds. JUnit
     * reads the properties of the system after those of the request.
     */
    private static void letTestsFail(ConfigurationParameters configured) {
        if (JvmSettings.egress() == JvmSettings.Egress.FAIL
                && configured.get(AUTODETECTION).isEmpty()
                && configured.get(AUTODETECTED).isEmpty()) {
            System.setProperty(AUTODETECTION, "true");
            System.setProperty(AUTODETECTED, EgressExtension.class.getName());
        }
    }

    /** Discovery and execution may be asked for by different threads. JUnit only logs what is thrown here, so the session fails at its end. */
    @Override
    public void testPlanExecutionStarted(TestPlan plan) {
        if (hermetic) {
            try {
                JvmNetwork.enter();
            } catch (RuntimeException failure) {
                refusal = failure;
                throw failure;
            }
        }
    }

    /** Fails if tests have run outside. */
    void failIfRefused() {
        RuntimeException failure = refusal;
        if (failure != null) {
            throw new JUnitException("Tests have run in the machine's network: " + failure.getMessage(), failure);
        }
    }
}
