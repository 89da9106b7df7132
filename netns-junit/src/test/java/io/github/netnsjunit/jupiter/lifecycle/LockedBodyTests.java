package io.github.netnsjunit.jupiter.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.netnsjunit.jupiter.Hermetic;
import io.github.netnsjunit.jupiter.TestKit;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;

/** A body that waits for a lock which JUnit's own thread holds. */
class LockedBodyTests {

    private static final Object LOCK = new Object();

    @Test
    void theTimeOutNamesTheLock() {
        assertThat(TestKit.failure(
                        TestKit.run(LockedTestCases.class, "takesTheLock", Map.of(Settings.INTERRUPT_WAIT, "200 ms"))))
                .hasMessageContaining("timed out")
                .satisfies(failure -> assertThat(failure.getSuppressed())
                        .anySatisfy(stuck -> assertThat(stuck)
                                .hasMessageContaining("It waits for the lock [java.lang.Object@")
                                .hasMessageContaining("which its caller holds")));
    }

    /** Holds the lock on JUnit's thread while the body runs. */
    static final class Synchronized implements InvocationInterceptor {
        @Override
        public void interceptTestMethod(
                Invocation<Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
                throws Throwable {
            synchronized (LOCK) {
                invocation.proceed();
            }
        }
    }

    @ExtendWith(Synchronized.class)
    @Hermetic
    static class LockedTestCases {

        @Test
        @Timeout(value = 100, unit = TimeUnit.MILLISECONDS)
        void takesTheLock() {
            synchronized (LOCK) {
                assertThat(Thread.holdsLock(LOCK)).isTrue();
            }
        }
    }
}
