package io.github.netnsjunit.bench;

import io.github.netnsjunit.holds.ChildJvm;
import java.time.Duration;
import java.util.List;

/** Runs a measurement in a JVM of its own. */
final class FreshJvm {

    private static final Duration BOUND = Duration.ofMinutes(5);

    private FreshJvm() {}

    /** The numbers that a process prints, one a line. */
    static List<Long> numbers(ChildJvm process) throws Exception {
        ChildJvm.Ended ended = process.run(BOUND);
        List<Long> numbers = ended.output()
                .lines()
                .filter(line -> line.matches("\\d+"))
                .map(Long::valueOf)
                .toList();
        if (ended.exit() != 0 || numbers.isEmpty()) {
            throw new IllegalStateException("a measurement printed no number, but: " + ended.output());
        }
        return numbers;
    }
}
