package io.github.netnsjunit.bench;

import io.github.netnsjunit.holds.ChildJvm;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.openjdk.jmh.util.ListStatistics;
import org.openjdk.jmh.util.Statistics;

/** Measures everything and prints a table: median, mean and 99th percentile, in milliseconds. */
public final class Benchmarks {

    private static final int FRESH_JVMS = 9;

    private Benchmarks() {}

    /** Takes no arguments. */
    public static void main(String[] arguments) throws Exception {
        Table.heading();
        FiveFigures.print();
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                        .include(LabBenchmark.class.getName())
                        .jvmArgsAppend(
                                "--enable-native-access=ALL-UNNAMED",
                                "-Dsun.net.inetaddr.ttl=0") // as the library does; but JMH looks names up before it is
                        // loaded
                        .shouldFailOnError(true)
                        .verbosity(VerboseMode.SILENT)
                        .build())
                .run();
        for (RunResult result : results) {
            print(
                    title(result.getPrimaryResult().getLabel()),
                    result.getPrimaryResult().getStatistics());
        }
        ListStatistics withJUnit = new ListStatistics();
        ListStatistics withoutJUnit = new ListStatistics();
        ListStatistics added = new ListStatistics();
        ListStatistics firstTest = new ListStatistics();
        ListStatistics firstLab = new ListStatistics();
        for (int i = 0; i < FRESH_JVMS; i++) {
            List<Long> times = FreshJvm.numbers(ChildJvm.of(JUnitRun.class));
            firstTest.addValue(times.get(0));
            for (int test = JUnitRun.ROUNDS;
                    test < JUnitRun.ROUNDS * 2;
                    test += 2) { // the second half: the first one warms up
                withJUnit.addValue(times.get(test));
                withoutJUnit.addValue(times.get(test + 1));
                added.addValue(times.get(test) - times.get(test + 1));
            }
            firstLab.addValue(FreshJvm.numbers(ChildJvm.of(ColdStart.class)).get(0));
        }
        print("JUnit test on the article's network, both entered", withJUnit);
        print("the same without JUnit, right after it", withoutJUnit);
        print("what JUnit added, test by test", added);
        print("first lab of a fresh JVM", firstLab);
        print("first JUnit test of a fresh JVM, with the listener", firstTest);
    }

    private static String title(String benchmark) {
        return switch (benchmark) {
            case "createAndClose" -> "create and close the article's network";
            case "createEnterAndClose" -> "create, enter both namespaces, close";
            case "oneOnABridge" -> "create and close a bridge with one namespace";
            case "hundredOnABridge" -> "create and close a bridge with a hundred namespaces";
            case "call" -> "call into a namespace and back";
            default -> benchmark;
        };
    }

    /** The samples of the benchmarks are microseconds, and so are the numbers that the fresh JVMs print. */
    private static void print(String title, Statistics microseconds) {
        Table.row(title, microseconds.getPercentile(50), microseconds.getMean(), microseconds.getPercentile(99));
    }
}
