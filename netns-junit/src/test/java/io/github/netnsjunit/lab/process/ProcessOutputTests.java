package io.github.netnsjunit.lab.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.netnsjunit.lab.waiting.Deadline;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ProcessOutputTests {

    private static final Duration LONG = Duration.ofSeconds(20);

    private static ProcessOutput read(InputStream stream) {
        return new ProcessOutput(stream, "output of the test", () -> {});
    }

    /** Otherwise the program would have to wait for a slow regular expression. */
    @Test
    void isReadFurtherWhileAWaiterTestsIt() throws IOException {
        CountDownLatch testing = new CountDownLatch(1);
        CountDownLatch read = new CountDownLatch(1);
        InputStream stream = new ByteArrayInputStream("x".repeat(100_000).getBytes(StandardCharsets.US_ASCII)) {
            @Override
            public synchronized int read(byte[] into, int offset, int length) {
                awaitUninterrupted(testing);
                int count = super.read(into, offset, length);
                if (count < 0) {
                    read.countDown();
                }
                return count;
            }
        };
        ProcessOutput output = read(stream);
        List<Integer> lengths = new ArrayList<>();
        boolean found = output.await(
                (more, last) -> {
                    testing.countDown();
                    awaitUninterrupted(read);
                    lengths.add(more.length());
                    return total(lengths) == 100_000;
                },
                Deadline.in(LONG));
        assertThat(found).isTrue();
        assertThat(lengths).hasSizeLessThanOrEqualTo(3);
    }

    /** Neither is anything left out, nor does unseen output pile up without limit. */
    @Test
    void isShownToAWaiterWithoutGaps() {
        CountDownLatch testing = new CountDownLatch(1);
        ProcessOutput output = read(printedFrom(testing, "ready\n" + "x".repeat(20 << 20)));
        List<Integer> lengths = new ArrayList<>();
        boolean found = output.await(
                (more, last) -> {
                    testing.countDown();
                    while (output.text().length() < 1 << 20 || output.text().startsWith("ready")) {
                        Thread.onSpinWait();
                    }
                    lengths.add(more.length());
                    return more.startsWith("ready") || last;
                },
                Deadline.in(LONG));
        assertThat(found).isTrue();
        assertThat(lengths).startsWith(0).hasSize(2).allMatch(length -> length <= 5 << 20);
        output.awaitEnd(Deadline.in(LONG));
        assertThat(output.text()).hasSize(1 << 20);
    }

    @Test
    void isReadToItsEndAtTheCloseWhileAWaiterTestsIt() throws InterruptedException {
        CountDownLatch testing = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        ProcessOutput output = read(printedFrom(testing, "x".repeat(20 << 20) + "bye"));
        Thread waiter = new Thread(() -> output.await(
                (more, last) -> {
                    testing.countDown();
                    awaitUninterrupted(closed);
                    return true;
                },
                Deadline.in(LONG)));
        waiter.start();
        testing.await();
        output.close(Deadline.in(LONG));
        assertThat(output.hasEnded()).isTrue();
        assertThat(output.text()).endsWith("bye");
        closed.countDown();
        waiter.join();
    }

    private static int total(List<Integer> lengths) {
        return lengths.stream().mapToInt(Integer::intValue).sum();
    }

    private static InputStream printedFrom(CountDownLatch moment, String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII)) {
            @Override
            public synchronized int read(byte[] into, int offset, int length) {
                awaitUninterrupted(moment);
                return super.read(into, offset, length);
            }
        };
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupt) {
            throw new AssertionError(interrupt);
        }
    }

    @Test
    void isTestedOnceIfThereIsNoTime() throws IOException {
        try (PipedOutputStream printer = new PipedOutputStream()) {
            ProcessOutput output = read(new PipedInputStream(printer));
            List<String> seen = new ArrayList<>();
            assertThat(output.await((more, last) -> !seen.add(more), Deadline.in(Duration.ZERO)))
                    .isFalse();
            assertThat(seen).containsExactly("");
            printer.write("ready\n".getBytes(StandardCharsets.US_ASCII));
            printer.flush();
            assertThat(output.await((more, last) -> more.equals("ready\n"), Deadline.in(LONG)))
                    .isTrue();
        }
    }

    @Test
    void isKeptToTheLastMebibyte() {
        StringBuilder printed = new StringBuilder();
        for (int line = 0; printed.length() < 5 << 20; line++) {
            printed.append("line ").append(line).append('\n');
        }
        ProcessOutput output = read(new ByteArrayInputStream(printed.toString().getBytes(StandardCharsets.US_ASCII)));
        output.awaitEnd(Deadline.in(LONG));
        assertThat(output.text()).hasSize(1 << 20).isEqualTo(printed.substring(printed.length() - (1 << 20)));
    }
}
