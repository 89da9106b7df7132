package io.github.netnsjunit.bench;

import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.topology.Topology;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * One namespace on a bridge, then a hundred, then five hundred, in turn. Prints how many microseconds each lab took to make and close,
 * for each of its namespaces, that of the bridge included.
 */
public final class ManyOnABridge {

    /** The numbers of namespaces on the bridge, in the order of the output. */
    static final int[] SIZES = {1, 100, 500};

    private static final int WARM_UP = 600;
    private static final int ROUNDS = 5;
    private static final int SMALL_LABS_PER_ROUND = 50;

    private ManyOnABridge() {}

    /** Takes no arguments. */
    public static void main(String[] arguments) {
        for (int i = 0; i < WARM_UP; i++) {
            Lab.create(Networks.star(1)).close();
        }
        Lab.create(Networks.star(SIZES[1])).close();
        awaitReclaim(SIZES[1]);
        for (int round = 0; round < ROUNDS; round++) {
            for (int size : SIZES) {
                measure(size);
            }
        }
    }

    private static void measure(int size) {
        Topology star = Networks.star(size);
        int labs = size == 1 ? SMALL_LABS_PER_ROUND : 1;
        long nanos = 0;
        for (int i = 0; i < labs; i++) {
            long start = System.nanoTime();
            Lab.create(star).close();
            nanos += System.nanoTime() - start;
            awaitReclaim(size);
        }
        System.out.println(nanos / 1000 / labs / (size + 1));
    }

    /** The kernel takes closed namespaces back in the background, which would slow down what is measured next. It tells nobody when. */
    private static void awaitReclaim(int size) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(size == 1 ? 50 : 1000 + 8 * size));
    }
}
