package io.github.netnsjunit.jupiter;

import io.github.netnsjunit.lab.NetworkNamespace;
import java.util.Collection;
import java.util.Iterator;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** What a test factory returned, such that code which makes its elements only when JUnit asks for them runs inside as well. */
final class InsideElements {

    private InsideElements() {}

    /** The same elements; whatever holds them already, and anything else, is returned as it is. */
    @SuppressWarnings("unchecked") // a Stream, Iterator or Iterable is returned for one
    static <T> T of(T made, NetworkNamespace namespace) {
        if (made instanceof Stream<?> stream) {
            Iterator<?> elements = inside(call(namespace, stream::iterator), namespace);
            return (T) StreamSupport.stream(Spliterators.spliteratorUnknownSize(elements, Spliterator.ORDERED), false)
                    .onClose(() -> call(namespace, () -> {
                        stream.close();
                        return null;
                    }));
        } else if (made instanceof Iterator<?> elements) {
            return (T) inside(elements, namespace);
        } else if (made instanceof Iterable<?> elements && !(made instanceof Collection<?>)) {
            return (T) (Iterable<Object>) () -> inside(call(namespace, elements::iterator), namespace);
        }
        return made;
    }

    private static Iterator<Object> inside(Iterator<?> elements, NetworkNamespace namespace) {
        return new Iterator<>() {

            @Override
            public boolean hasNext() {
                return call(namespace, elements::hasNext);
            }

            @Override
            public Object next() {
                return call(namespace, elements::next);
            }
        };
    }

    private static <R> R call(NetworkNamespace namespace, Callable<R> body) {
        try {
            return namespace.call(body);
        } catch (RuntimeException known) {
            throw known;
        } catch (Exception checked) { // which an iterator cannot declare
            throw new IllegalStateException(checked);
        }
    }
}
