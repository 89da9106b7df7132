package io.github.netnsjunit.probe.path;

import io.github.netnsjunit.lab.NetworkNamespace;
import java.util.function.Supplier;

/** Runs code on a thread of a namespace. */
public final class Inside {

    private Inside() {}

    /** Runs code that throws no checked exception, and waits for its result. */
    public static <T> T call(NetworkNamespace namespace, Supplier<T> code) {
        try {
            return namespace.call(code::get);
        } catch (RuntimeException failure) {
            throw failure;
        } catch (Exception impossible) {
            throw new AssertionError(impossible); // a supplier throws no checked exception
        }
    }
}
