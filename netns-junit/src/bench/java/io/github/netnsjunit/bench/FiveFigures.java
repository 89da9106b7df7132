package io.github.netnsjunit.bench;

import io.github.netnsjunit.holds.ChildJvm;
import java.util.ArrayList;
import java.util.List;

/**
 * The five figures by which the cost of a lab is judged, in fresh JVMs: {@code ./mvnw -q -Pbench verify
 * -Dbench.main=io.github.netnsjunit.bench.FiveFigures}.
 */
public final class FiveFigures {

    private static final int FRESH_JVMS = 3;
    private static final int FIRST_TESTS = 9;
    private static final String WITHOUT_STOCK = "-Dnetns.junit.ahead=off";

    private FiveFigures() {}

    /** Takes no arguments. */
    public static void main(String[] arguments) throws Exception {
        Table.heading();
        print();
    }

    /** Measures them, and prints the rows of the table. */
    static void print() throws Exception {
        Samples warm = new Samples();
        Samples young = new Samples();
        Samples suite = new Samples();
        Samples plainSuite = new Samples();
        for (int i = 0; i < FRESH_JVMS; i++) { // in turn, so that what else the machine does falls upon all of them
            List<Long> labs = FreshJvm.numbers(ChildJvm.of(ManyLabs.class).with(WITHOUT_STOCK));
            young.addAll(labs.subList(0, ManyLabs.YOUNG));
            warm.addAll(labs.subList(ManyLabs.WARM_UP, labs.size()));
            suite.addEvery(2, 0, FreshJvm.numbers(ChildJvm.of(YoungSuite.class)));
            plainSuite.addEvery(2, 0, FreshJvm.numbers(ChildJvm.of(YoungSuite.class, YoungSuite.PLAIN)));
        }
        Samples first = new Samples();
        for (int i = 0; i < FIRST_TESTS; i++) {
            List<Long> numbers = FreshJvm.numbers(ChildJvm.of(YoungSuite.class));
            first.add(numbers.get(0) + numbers.get(1));
        }
        Table.row("(a) create, enter both, close; no stock, warm", warm);
        Table.row("(b) the first 200 of a fresh JVM, no stock", young);
        Table.row("(c) around 200 bodies of a fresh JVM, with the stock", suite);
        Table.row("    around the same bodies without a network", plainSuite);
        Table.row("(d) first test of a fresh JVM, with the listener", first);
        List<Long> perNamespace =
                FreshJvm.numbers(ChildJvm.of(ManyOnABridge.class).with(WITHOUT_STOCK));
        for (int size = 0; size < ManyOnABridge.SIZES.length; size++) {
            Samples ofSize = new Samples();
            ofSize.addEvery(ManyOnABridge.SIZES.length, size, perNamespace);
            Table.row("(e) a namespace, of " + ManyOnABridge.SIZES[size] + " on a bridge, no stock", ofSize);
        }
    }

    /** Measured times in microseconds. */
    static final class Samples extends ArrayList<Long> {

        private static final long serialVersionUID = 1;

        /** Adds those of the numbers that stand at an offset in each group. */
        void addEvery(int group, int offset, List<Long> numbers) {
            for (int i = offset; i < numbers.size(); i += group) {
                add(numbers.get(i));
            }
        }

        /** The value that a share of the samples, such as 0.5, is below. */
        double percentile(double share) {
            return stream()
                    .mapToLong(Long::longValue)
                    .sorted()
                    .skip((long) Math.min(size() - 1, size() * share))
                    .findFirst()
                    .orElseThrow();
        }

        double mean() {
            return stream().mapToLong(Long::longValue).average().orElseThrow();
        }
    }
}
