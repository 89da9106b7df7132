package io.github.netnsjunit.holds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChildJvmTests {

    /** A grandchild holds the output open, so that a reader of a pipe would wait for ever. */
    @Test
    void isEndedWithItsChildrenWhenItsTimeIsUp() {
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> ChildJvm.of(Endless.class).run(Duration.ofSeconds(3)))
                .withMessageContaining("had not ended after PT3S; it said: started ")
                .satisfies(error -> {
                    long grandchild = Long.parseLong(error.getMessage().replaceAll("(?s).*started (\\d+).*", "$1"));
                    await("the end of process " + grandchild)
                            .until(() -> ProcessHandle.of(grandchild)
                                    .filter(ProcessHandle::isAlive)
                                    .isEmpty());
                });
    }

    @Test
    void failsWithItsOutput() {
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> ChildJvm.of(Failing.class, "a reason").output())
                .withMessage("Failing exited with 3: a reason\n");
    }

    @Test
    void runsAnyCommand() throws Exception {
        assertThat(ChildJvm.run(List.of("sh", "-c", "echo out; echo err >&2; exit 3")))
                .isEqualTo(new ChildJvm.Ended(3, "out\nerr\n"));
    }

    static final class Endless {
        private Endless() {}

        public static void main(String[] arguments) throws Exception {
            Process child = new ProcessBuilder("sleep", "1000").inheritIO().start();
            System.out.println("started " + child.pid());
            child.waitFor();
        }
    }

    static final class Failing {
        private Failing() {}

        public static void main(String[] arguments) {
            System.err.println(arguments[0]);
            System.exit(3);
        }
    }
}
