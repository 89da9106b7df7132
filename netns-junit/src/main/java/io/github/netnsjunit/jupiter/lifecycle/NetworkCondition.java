package io.github.netnsjunit.jupiter.lifecycle;

import io.github.netnsjunit.lab.LabException;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;
import org.opentest4j.TestAbortedException;

/**
 * Skips a class whose tests share a network, and a {@code @TestFactory} method, if the network is impossible here and
 * the settings say to skip then. A test would only be aborted, which build tools report as skipped. But of an aborted
 * class or factory they report nothing at all.
 */
public final class NetworkCondition {

    private NetworkCondition() {}

    /** Makes the network in order to find out, if the settings say to skip and there is anything to skip. */
    public static ConditionEvaluationResult evaluate(ExtensionContext context) {
        if (Settings.mentionSkip(context) && mayBeSkipped(context)) {
            try {
                TestNetwork network = TestNetwork.of(context);
                if (network.annotations().hasLab()) {
                    network.lab();
                }
            } catch (TestAbortedException impossible) {
                return ConditionEvaluationResult.disabled(impossible.getMessage());
            } catch (ExtensionConfigurationException | LabException reportedWhenTheNetworkIsNeeded) {
                return ConditionEvaluationResult.enabled("the network has a mistake, which is reported later");
            }
        }
        return ConditionEvaluationResult.enabled("nothing is known against the network");
    }

    private static boolean mayBeSkipped(ExtensionContext context) {
        return context.getTestMethod().isEmpty()
                || AnnotationSupport.isAnnotated(context.getTestMethod(), TestFactory.class);
    }
}
