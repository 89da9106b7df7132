package io.github.netnsjunit.jupiter.launcher;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.opentest4j.AssertionFailedError;

/**
 * Fails a test that sent something towards the outside of a hermetic JVM, with {@code netns.junit.egress=fail}. JUnit finds it by itself
 * then; elsewhere it does nothing.
 */
public final class EgressExtension implements AfterEachCallback, AfterAllCallback {

    /** Is called by JUnit. */
    public EgressExtension() {}

    @Override
    public void afterEach(ExtensionContext context) {
        failIfItSent(context);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        failIfItSent(context);
    }

    private static void failIfItSent(ExtensionContext context) {
        NetnsLauncherSessionListener.egress()
                .flatMap(egress -> egress.failureOf(context.getUniqueId()))
                .ifPresent(text -> {
                    throw new AssertionFailedError(text);
                });
    }
}
