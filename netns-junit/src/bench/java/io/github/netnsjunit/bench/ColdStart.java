package io.github.netnsjunit.bench;

import io.github.netnsjunit.lab.Lab;

/** A fresh JVM's first lab: prints the microseconds that it took to make, enter and close. */
public final class ColdStart {

    private ColdStart() {}

    /** Takes no arguments. */
    public static void main(String[] arguments) throws Exception {
        long start = System.nanoTime();
        try (Lab lab = Lab.create(Networks.article())) {
            Networks.enterAll(lab);
        }
        System.out.println((System.nanoTime() - start) / 1000);
    }
}
