package io.github.netnsjunit.lab.inside;

/**
 * Code that throws checked exceptions of one type only. For code that throws none, that type is
 * {@link RuntimeException}.
 */
@FunctionalInterface
public interface CheckedBody<T, X extends Exception> {

    T call() throws X;
}
