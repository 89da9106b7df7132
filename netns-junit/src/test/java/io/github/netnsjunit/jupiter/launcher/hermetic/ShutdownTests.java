package io.github.netnsjunit.jupiter.launcher.hermetic;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.netnsjunit.jupiter.NetNamespace;
import io.github.netnsjunit.lab.NetworkNamespace;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Where the shutdown hooks of a suite with {@code netns.junit.jvm=hermetic} run. Java starts them from the thread that ends the JVM. */
@NetNamespace("machine")
class ShutdownTests {

    @NetNamespace("machine")
    private NetworkNamespace machine;

    @Test
    void theyAreInsideIfTheJvmEndsByItself() {
        assertThat(output(EndingTestCases.class)).contains("the hook is inside: true");
    }

    @Test
    void theyAreInsideIfATestEndsTheJvm() {
        assertThat(output(ExitingTestCases.class)).contains("the hook is inside: true");
    }

    @Test
    void theyAreOutsideAfterASignal() {
        assertThat(output(SignalledTestCases.class)).contains("the hook is inside: false");
    }

    private String output(Class<?> testCases) {
        return machine.process(HermeticJvmTests.suite(testCases)
                        .with("-Dnetns.junit.jvm=hermetic")
                        .command()
                        .toArray(String[]::new))
                .exec(Duration.ofMinutes(2))
                .output();
    }

    private static void addHook() {
        String inside = WholeSuiteTestCases.networkOfThisThread();
        Runtime.getRuntime()
                .addShutdownHook(new Thread(() -> System.out.println("the hook is inside: "
                        + WholeSuiteTestCases.networkOfThisThread().equals(inside))));
    }

    static class EndingTestCases {

        @Test
        void ends() {
            addHook();
        }
    }

    static class ExitingTestCases {

        @Test
        void ends() {
            addHook();
            System.exit(0);
        }
    }

    static class SignalledTestCases {

        @Test
        void ends() throws Exception {
            addHook();
            new ProcessBuilder(
                            "kill",
                            "-TERM",
                            Long.toString(ProcessHandle.current().pid()))
                    .start();
            new CountDownLatch(1).await();
        }
    }
}
