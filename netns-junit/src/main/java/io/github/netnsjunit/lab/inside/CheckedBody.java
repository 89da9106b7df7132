package io.github.netnsjunit.lab.inside;

/** A body whose checked exceptions are all of one kind; for those that throw none, it is {@link RuntimeException}. */
@FunctionalInterface
public interface CheckedBody<T, X extends Exception> {

    T call() throws X;
}
