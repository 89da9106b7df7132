package io.github.netnsjunit.assertj.attempt;

import io.github.netnsjunit.lab.NetworkNamespace;
import java.util.function.Supplier;

/** Looks at something inside a namespace. */
public final class Inside {

    private Inside() {}

    /** Runs code inside that throws no checked exception. */
    public static <T> T call(NetworkNamespace namespace, Supplier<T> code) {
        try {
            return namespace.call(code::get);
        } catch (RuntimeException failure) {
            throw failure;
        } catch (Exception impossible) {
            throw new AssertionError(impossible);
        }
    }
}
