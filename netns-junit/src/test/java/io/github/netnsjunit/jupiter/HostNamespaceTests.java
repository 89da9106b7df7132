package io.github.netnsjunit.jupiter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.netnsjunit.topology.KernelFeature;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Exchanger;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** There is one host: its tests exclude one another, where others run side by side. */
@Tag("kernel")
class HostNamespaceTests {

    private static final Map<String, String> TWO_AT_ONCE = Map.of(
            "junit.jupiter.execution.parallel.enabled",
            "true",
            "junit.jupiter.execution.parallel.mode.default",
            "concurrent",
            "junit.jupiter.execution.parallel.config.strategy",
            "fixed",
            "junit.jupiter.execution.parallel.config.fixed.parallelism",
            "2");

    @Test
    void locksTheHostForOneTestAtATime() {
        ResourceLock lock = HostNamespace.class.getAnnotation(ResourceLock.class);
        assertThat(lock.value()).isEqualTo(HostNamespace.LOCK);
        assertThat(lock.mode()).isEqualTo(ResourceAccessMode.READ_WRITE);
    }

    @Test
    void letsTestsOfTheHostNeverMeet() {
        assumeTrue(KernelFeature.HOST_NAMESPACE.isAvailable(), KernelFeature.HOST_NAMESPACE.reason());
        TestKit.run(OnTheHostTestCases.class, TWO_AT_ONCE)
                .testEvents()
                .assertStatistics(stats -> stats.succeeded(2).failed(0));
    }

    @Test
    void letsTestsWithANetworkOfTheirOwnMeet() {
        TestKit.run(HermeticTestCases.class, TWO_AT_ONCE)
                .testEvents()
                .assertStatistics(stats -> stats.succeeded(2).failed(0));
    }

    /** Whether another test comes to the exchanger while this one waits there. */
    private static boolean meetsAnother(Exchanger<String> place, Duration bound) throws InterruptedException {
        try {
            place.exchange("here", bound.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException nobodyCame) {
            return false;
        }
    }

    static class OnTheHostTestCases {

        private static final Exchanger<String> PLACE = new Exchanger<>();
        private static final Duration BOUND = Duration.ofMillis(300);

        @Test
        @HostNamespace
        void one() throws InterruptedException {
            assertThat(meetsAnother(PLACE, BOUND)).isFalse();
        }

        @Test
        @HostNamespace
        void other() throws InterruptedException {
            assertThat(meetsAnother(PLACE, BOUND)).isFalse();
        }
    }

    static class HermeticTestCases {

        private static final Exchanger<String> PLACE = new Exchanger<>();
        private static final Duration BOUND = Duration.ofSeconds(10);

        @Test
        @Hermetic
        void one() throws InterruptedException {
            assertThat(meetsAnother(PLACE, BOUND)).isTrue();
        }

        @Test
        @Hermetic
        void other() throws InterruptedException {
            assertThat(meetsAnother(PLACE, BOUND)).isTrue();
        }
    }
}
