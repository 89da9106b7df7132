package io.github.netnsjunit.bench;

import io.github.netnsjunit.holds.ArticleNetwork;
import io.github.netnsjunit.lab.Lab;

/** The first lab of a fresh JVM. Prints how many microseconds it took to make, enter and close it. */
public final class ColdStart {

    private ColdStart() {}

    /** Takes no arguments. */
    public static void main(String[] arguments) throws Exception {
        long start = System.nanoTime();
        try (Lab lab = Lab.create(ArticleNetwork.TOPOLOGY)) {
            Networks.enterAll(lab);
        }
        System.out.println((System.nanoTime() - start) / 1000);
    }
}
