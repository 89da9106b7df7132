package io.github.netnsjunit.lab;

/** A body whose checked exceptions are all of one kind; for those that throw none, it is {@link RuntimeException}. */
@FunctionalInterface
interface CheckedBody<T, X extends Exception> {

    T call() throws X;
}
