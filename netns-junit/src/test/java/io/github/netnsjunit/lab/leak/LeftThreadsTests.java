package io.github.netnsjunit.lab.leak;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.topology.Namespace;
import io.github.netnsjunit.topology.Topology;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LeftThreadsTests {

    private static final Topology TWO = Topology.of(Namespace.of("red_ns"), Namespace.of("blue_ns"));

    private final CountDownLatch end = new CountDownLatch(1);
    private final List<Thread> started = new ArrayList<>();

    @AfterEach
    void endThem() throws InterruptedException {
        end.countDown();
        for (Thread thread : started) {
            thread.join();
        }
    }

    @Test
    void areReportedWithTheirNamespaceAndStack() throws Exception {
        try (Lab lab = Lab.create(TWO)) {
            assertThat(lab.leftThreads()).isEmpty();
            lab.namespace("red_ns").run(() -> start(new Thread(this::awaitQuietly, "left behind")));
            assertThat(lab.leftThreads()).singleElement().satisfies(each -> {
                assertThat(each.namespace()).isEqualTo("red_ns");
                assertThat(each.name()).isEqualTo("left behind");
                assertThat(each.stack()).contains("awaitQuietly");
            });
            endThem();
            assertThat(lab.leftThreads()).isEmpty();
        }
    }

    @Test
    void doNotIncludeThreadsOutsideOrThoseOfTheLab() throws Exception {
        start(new Thread(this::awaitQuietly, "older than the lab"));
        try (Lab lab = Lab.create(TWO)) {
            start(new Thread(this::awaitQuietly, "outside"));
            for (NetworkNamespace namespace : lab.namespaces()) {
                namespace.run(() -> {});
            }
            assertThat(lab.leftThreads()).isEmpty();
        }
    }

    /** A thread is in the namespace in which it was started. Where it was made, its group, and its equals method make no difference. */
    @Test
    void includeThreadsThatWereMadeOutsideAndStartedInside() throws Exception {
        start(new EqualToAll("older than the lab"));
        Thread madeBefore = new EqualToAll("made before the lab");
        try (Lab lab = Lab.create(TWO)) {
            lab.namespace("blue_ns").run(() -> start(madeBefore));
            assertThat(lab.leftThreads()).singleElement().satisfies(each -> {
                assertThat(each.namespace()).isEqualTo("blue_ns");
                assertThat(each.name()).isEqualTo("made before the lab");
            });
        }
    }

    private void start(Thread thread) {
        started.add(thread);
        thread.start();
    }

    private void awaitQuietly() {
        try {
            end.await();
        } catch (InterruptedException early) {
            Thread.currentThread().interrupt();
        }
    }

    private final class EqualToAll extends Thread {

        EqualToAll(String name) {
            super(new ThreadGroup("of its own"), LeftThreadsTests.this::awaitQuietly, name);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Thread;
        }

        @Override
        public int hashCode() {
            return 0;
        }
    }
}
