package io.github.netnsjunit.lab;

/** Code without a result that may throw. */
@FunctionalInterface
public interface ThrowingRunnable {

    /** Runs it. */
    void run() throws Exception;
}
