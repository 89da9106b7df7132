package io.github.netnsjunit.bench;

import io.github.netnsjunit.holds.ArticleNetwork;
import io.github.netnsjunit.lab.Lab;

/** Many labs of a fresh JVM, one after another. Prints how many microseconds each took to make, enter and close. */
public final class ManyLabs {

    /** How many labs are made while the JVM is young. */
    static final int YOUNG = 200;

    /** How many labs are made before the JVM counts as warm. */
    static final int WARM_UP = 2000;

    /** How many labs are measured after that. */
    static final int WARM = 500;

    private ManyLabs() {}

    /** Takes no arguments. */
    public static void main(String[] arguments) throws Exception {
        long[] nanos = new long[WARM_UP + WARM];
        for (int i = 0; i < nanos.length; i++) {
            long start = System.nanoTime();
            try (Lab lab = Lab.create(ArticleNetwork.TOPOLOGY)) {
                Networks.enterAll(lab);
            }
            nanos[i] = System.nanoTime() - start;
        }
        for (long each : nanos) {
            System.out.println(each / 1000);
        }
    }
}
