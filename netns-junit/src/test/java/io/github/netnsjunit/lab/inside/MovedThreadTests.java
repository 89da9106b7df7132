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
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
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

    /** The thread that ends starts the one that takes its place, and a thread is born where the one is that starts it. */
    @Test
    void theThreadThatTakesItsPlaceIsNotBornInTheOtherNamespace() throws Exception {
        try (Lab lab = Lab.create(BLUE)) {
            NetworkNamespace blue = lab.namespace("blue_ns");
            leavesNoThread(blue::call);
            leavesNoThread(body -> blue.executor().submit(body).get());
            try (CallThread thread = LabInternals.get().newThread(blue)) {
                leavesNoThread(body -> thread.call(body, Duration.ofSeconds(10)));
            }
        }
    }

    private static void leavesNoThread(Caller caller) throws Exception {
        Moved moved = caller.call(() -> {
            move();
            return new Moved(Thread.currentThread(), network());
        });
        moved.thread().join(10_000); // it starts the other one before it ends
        assertThat(moved.thread().isAlive()).isFalse();
        assertThat(networksOfAllThreads()).isNotEmpty().doesNotContain(moved.network());
    }

    /** A thread that has moved, and where it went. */
    private record Moved(Thread thread, Path network) {}

    private static List<Path> networksOfAllThreads() throws IOException {
        List<Path> networks = new ArrayList<>();
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(Path.of("/proc/self/task"))) {
            for (Path thread : threads) {
                try {
                    networks.add(Files.readSymbolicLink(thread.resolve("ns/net")));
                } catch (IOException ended) {
                    // a thread that has ended is nowhere
                }
            }
        }
        return networks;
    }

    private static void nextRunsInside(NetworkNamespace blue, Runner runner) throws Exception {
        List<Path> inside = blue.call(MovedThreadTests::namespaces);
        for (int i = 0; i < 20; i++) {
            for (int kind : List.of(Libc.CLONE_NEWNET, Libc.CLONE_NEWNS, Libc.CLONE_NEWUTS)) {
                runner.run(() -> Platform.libc().unshare(kind));
                runner.run(() -> assertThat(namespaces()).isEqualTo(inside));
            }
        }
    }

    private static List<Path> namespaces() throws IOException {
        List<Path> found = new ArrayList<>();
        for (String kind : List.of("net", "mnt", "uts")) {
            found.add(Files.readSymbolicLink(Path.of("/proc/thread-self/ns", kind)));
        }
        return found;
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

    private interface Caller {
        Moved call(Callable<Moved> body) throws Exception;
    }

    private interface Runner {
        void run(ThrowingRunnable code) throws Exception;
    }
}
