package io.github.netnsjunit.lab.inside;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.netnsjunit.holds.ChildJvm;
import io.github.netnsjunit.kernel.libc.Libc;
import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.lab.ThrowingRunnable;
import io.github.netnsjunit.lab.system.Platform;
import io.github.netnsjunit.topology.Namespace;
import io.github.netnsjunit.topology.Topology;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Code that moves its thread into another network namespace, by a system call of its own. */
class MovedThreadTests {

    private static final Topology BLUE = Topology.of(Namespace.of("blue_ns"));

    @Test
    void theNextCallRunsInTheNamespace() throws Exception {
        try (Lab lab = Lab.create(BLUE)) {
            NetworkNamespace blue = lab.namespace("blue_ns");
            nextRunsInside(blue, blue::run);
        }
    }

    @Test
    void theNextTaskOfTheExecutorRunsInTheNamespace() throws Exception {
        try (Lab lab = Lab.create(BLUE)) {
            NetworkNamespace blue = lab.namespace("blue_ns");
            nextRunsInside(
                    blue,
                    code -> blue.executor()
                            .submit(() -> {
                                code.run();
                                return true;
                            })
                            .get());
        }
    }

    /** The bodies of a test share such a thread. */
    @Test
    void theNextBodyOfATestRunsInTheNamespace() throws Exception {
        try (Lab lab = Lab.create(BLUE)) {
            NetworkNamespace blue = lab.namespace("blue_ns");
            try (CallThread thread = LabInternals.get().newThread(blue)) {
                nextRunsInside(
                        blue,
                        code -> thread.call(
                                () -> {
                                    code.run();
                                    return true;
                                },
                                Duration.ofSeconds(10)));
            }
        }
    }

    private static void nextRunsInside(NetworkNamespace blue, Runner runner) throws Exception {
        Path inside = blue.call(MovedThreadTests::network);
        for (int i = 0; i < 20; i++) {
            runner.run(MovedThreadTests::move);
            runner.run(() -> assertThat(network()).isEqualTo(inside));
        }
    }

    @Test
    void itIsToldAndNothingElse() throws Exception {
        assertThat(ChildJvm.of(OneMove.class).output())
                .containsOnlyOnce(
                        "Code that ran in namespace [blue_ns] has moved its thread into another network namespace")
                .doesNotContain("Exception")
                .contains("went on");
    }

    static final class OneMove {

        private OneMove() {}

        public static void main(String[] arguments) throws Exception {
            try (Lab lab = Lab.create(BLUE)) {
                Thread moved = lab.namespace("blue_ns").call(() -> {
                    move();
                    return Thread.currentThread();
                });
                moved.join(10_000);
                assertThat(moved.isAlive()).isFalse();
                System.out.println("went on");
            }
        }
    }

    private static void move() {
        Platform.libc().unshare(Libc.CLONE_NEWNET);
    }

    private static Path network() throws Exception {
        return Files.readSymbolicLink(Path.of("/proc/thread-self/ns/net"));
    }

    private interface Runner {
        void run(ThrowingRunnable code) throws Exception;
    }
}
