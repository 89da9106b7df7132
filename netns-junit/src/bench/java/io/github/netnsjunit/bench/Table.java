package io.github.netnsjunit.bench;

/** Prints a table of measured times in milliseconds: median, mean and 99th percentile. */
final class Table {

    private Table() {}

    static void heading() {
        System.out.printf("%-54s %10s %10s %10s%n", "milliseconds", "median", "mean", "p99");
    }

    /** @param microseconds the samples */
    static void row(String title, FiveFigures.Samples microseconds) {
        row(title, microseconds.percentile(0.5), microseconds.mean(), microseconds.percentile(0.99));
    }

    /** Prints a row of microseconds. */
    static void row(String title, double median, double mean, double p99) {
        System.out.printf("%-54s %10.3f %10.3f %10.3f%n", title, median / 1e3, mean / 1e3, p99 / 1e3);
    }
}
