package io.github.netnsjunit.jupiter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.netnsjunit.topology.KernelFeature;
import java.time.Duration;
import java.util.concurrent.Exchanger;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Tests that use the host's namespace run one at a time, also where other tests run in parallel. */
@Tag("kernel")
class HostNamespaceTests {

    @Test
    void locksTheHostForOneTestAtATime() {
        ResourceLock lock = HostNamespace.class.getAnnotation(ResourceLock.class);
        assertThat(lock.value()).isEqualTo(HostNamespace.LOCK);
        assertThat(lock.mode()).isEqualTo(ResourceAccessMode.READ_WRITE);
    }

    @Test
    void runsOnlyOneTestOfTheHostAtATime() {
        assumeTrue(KernelFeature.HOST_NAMESPACE.isAvailable(), KernelFeature.HOST_NAMESPACE.reason());
        TestKit.run(OnTheHostTestCases.class, TestKit.inParallel(2))
                .testEvents()
                .assertStatistics(stats -> stats.succeeded(2).failed(0));
    }

    @Test
    void runsOtherTestsInParallel() {
        TestKit.run(HermeticTestCases.class, TestKit.inParallel(2))
                .testEvents()
                .assertStatistics(stats -> stats.succeeded(2).failed(0));
    }

    /** Waits at the exchanger. Returns whether another test comes there within the bound. */
    private static boolean meetsAnother(Exchanger<String> exchanger, Duration bound) throws InterruptedException {
        try {
            exchanger.exchange("here", bound.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException nobodyCame) {
            return false;
        }
    }

    static class OnTheHostTestCases {

        private static final Exchanger<String> EXCHANGER = new Exchanger<>();
        private static final Duration BOUND = Duration.ofMillis(300);

        @Test
        @HostNamespace
        void one() throws InterruptedException {
            assertThat(meetsAnother(EXCHANGER, BOUND)).isFalse();
        }

        @Test
        @HostNamespace
        void other() throws InterruptedException {
            assertThat(meetsAnother(EXCHANGER, BOUND)).isFalse();
        }
    }

    static class HermeticTestCases {

        private static final Exchanger<String> EXCHANGER = new Exchanger<>();
        private static final Duration BOUND = Duration.ofSeconds(10);

        @Test
        @Hermetic
        void one() throws InterruptedException {
            assertThat(meetsAnother(EXCHANGER, BOUND)).isTrue();
        }

        @Test
        @Hermetic
        void other() throws InterruptedException {
            assertThat(meetsAnother(EXCHANGER, BOUND)).isTrue();
        }
    }
}
