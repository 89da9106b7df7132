package io.github.netnsjunit.lab.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.github.netnsjunit.lab.LabException;
import io.github.netnsjunit.lab.LiveLab;
import io.github.netnsjunit.process.NamespaceProcess;
import io.github.netnsjunit.topology.Namespace;
import io.github.netnsjunit.topology.Topology;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a certain output of a program is awaited. */
@Timeout(60)
class AwaitedOutputTests extends LiveLab {

    private static final String LINES = "i=0; while [ $i -lt 2000 ]; do echo \"line $i "
            + "of a log that tells at length what the server does before it is ready\"; i=$((i+1)); done; ";

    /** Java's own matching of it takes minutes: from each of the 150,000 characters it goes to the end and back. */
    private static final String QUADRATIC = ".*(?=S)Started.*";

    @Override
    protected Topology topology() {
        return Topology.of(Namespace.of("blue_ns"));
    }

    @Test
    void dotsAroundAWordCostNoTime() {
        NamespaceProcess server = blue.start("sh", "-c", LINES + "echo all said; sleep 1; echo Started; sleep 1000");
        server.awaitOutput(".*all said.*").awaitOutput(".*Started.*").awaitOutput("line 7 (.*)line 1999 .*S(.+)d");
    }

    @Test
    void theTimeIsHeededWhileTheExpressionIsMatched() {
        NamespaceProcess server =
                blue.start("sh", "-c", LINES + "echo all said; sleep 1000").awaitOutput("all said");
        long began = System.nanoTime();
        assertThatThrownBy(() -> server.awaitOutput(QUADRATIC, Duration.ofSeconds(1)))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("prints [" + QUADRATIC + "], but it still runs after 1000 ms")
                .hasCauseInstanceOf(TimeoutException.class)
                .hasMessageContaining("The time ran out while the expression was matched");
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void anInterruptIsHeededWhileTheExpressionIsMatched() throws InterruptedException {
        NamespaceProcess server =
                blue.start("sh", "-c", LINES + "echo all said; sleep 1000").awaitOutput("all said");
        AtomicReference<Throwable> refusal = new AtomicReference<>();
        Thread waiter = new Thread(() -> {
            refusal.set(catchThrowable(() -> server.awaitOutput(QUADRATIC, Duration.ofMinutes(10))));
            assertThat(Thread.interrupted()).isTrue();
        });
        waiter.start();
        await("the matching")
                .until(() -> Thread.getAllStackTraces().getOrDefault(waiter, new StackTraceElement[0]).length > 0
                        && waiter.getState() == Thread.State.RUNNABLE);
        waiter.interrupt();
        waiter.join();
        assertThat(refusal.get()).isInstanceOf(LabException.class).hasCauseInstanceOf(InterruptedException.class);
    }

    @Test
    void eachCallLooksAtAllOutputAgain() {
        NamespaceProcess node = blue.start("sh", "-c", "echo ready; sleep 0.3; echo ready; sleep 1000");
        node.awaitOutput("ready").awaitOutput("ready").awaitOutput("ready.*ready");
        assertThat(node.output()).isEqualTo("ready\nready\n");
        assertThatThrownBy(() -> node.awaitOutput("ready.*ready.*ready", Duration.ofMillis(100)))
                .isInstanceOf(LabException.class);
    }

    @Test
    void theOrderOfCallsNeedNotBeThatOfTheOutput() {
        NamespaceProcess node = blue.start("sh", "-c", "echo first; echo second");
        node.awaitOutput("second").awaitOutput("first");
        assertThat(node.awaitExit()).isZero();
        node.awaitOutput("^second$").awaitOutput("^first$");
    }

    @Test
    void outputWithoutALineEndIsFound() {
        NamespaceProcess prompt = blue.start("sh", "-c", "printf 'password: '; sleep 1000");
        prompt.awaitOutput("password: ");
        assertThat(prompt.output()).isEqualTo("password: ");
    }

    /** Otherwise a number that arrives in two pieces would be taken for a shorter one. */
    @Test
    void aLineEndIsNotFoundWhereTheLineMayGoOn() {
        NamespaceProcess slow =
                blue.start("sh", "-c", "printf 'port 80'; sleep 0.5; echo 80; sleep 0.5; printf 'port 1'");
        slow.awaitOutput("port \\d+$");
        assertThat(slow.output()).startsWith("port 8080\n");
        slow.awaitOutput("port 1$");
        assertThat(slow.awaitExit()).isZero();
    }

    @Test
    void binaryOutputAndLinesOfMegabytesAreSearched() {
        NamespaceProcess binary = blue.start(
                "sh",
                "-c",
                "head -c 3000000 /dev/zero; printf '\\377\\376\\000found it\\200'; head -c 3000000 /dev/zero;"
                        + " printf 'the end'; sleep 1000");
        binary.awaitOutput("\\x00found it.*\\x00the end");
    }

    @Test
    void outputOfManyMegabytesIsSearchedWhileItComes() {
        NamespaceProcess talker = blue.start("sh", "-c", "seq 3000000; echo done; sleep 1000");
        talker.awaitOutput("^2999999$.*^done$", Duration.ofSeconds(50));
    }

    /** Each takes Java's own matching a time that no test has: none of them holds up the test for longer than it says. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "(a+)+b!",
                "(.*)*x!",
                "^(([a-z])+.)+[A-Z]([a-z])+$",
                "(?=(a+))a*b\\1",
                "(?<=a{1,1000})b!",
                "(?s).*x!.*",
                "$^x!",
                "a{1000000000}"
            })
    void anyExpressionHeedsTheTime(String regex) {
        NamespaceProcess server = blue.start(
                        "sh",
                        "-c",
                        "i=0; while [ $i -lt 300 ]; do printf aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa; i=$((i+1)); done;"
                                + " echo; echo end; sleep 1000")
                .awaitOutput("end");
        long began = System.nanoTime();
        assertThatThrownBy(() -> server.awaitOutput(regex, Duration.ofMillis(300)))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("prints [" + regex + "], but it still runs");
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(20));
    }

    @Test
    void whatIsNoExpressionIsRefused() {
        NamespaceProcess server = blue.start("sleep", "1000");
        assertThatNullPointerException()
                .isThrownBy(() -> server.awaitOutput(null))
                .withMessage("regex");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> server.awaitOutput("["))
                .withMessageContaining("Unclosed character class");
    }

    @Test
    void anExpressionThatNeedsTooDeepAStackIsRefused() {
        NamespaceProcess server =
                blue.start("sh", "-c", LINES + "echo all said; sleep 1000").awaitOutput("all said");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> server.awaitOutput("(l|.)*Z"))
                .withMessageContaining("the regular expression [(l|.)*Z]");
    }
}
