package io.github.netnsjunit.jupiter.lifecycle;

import static java.util.Objects.requireNonNull;

import io.github.netnsjunit.lab.NetworkNamespace;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.extension.InvocationInterceptor.Invocation;
import org.junit.platform.commons.support.ReflectionSupport;

/** What a test factory returned, such that code which makes its elements only when JUnit asks for them runs inside as well. */
public final class InsideElements {

    private final Bodies bodies;
    private final NetworkNamespace namespace;
    private final String words;

    /**
     * For the elements of one factory.
     *
     * @param words what a message calls them
     */
    public InsideElements(Bodies bodies, NetworkNamespace namespace, String words) {
        this.bodies = bodies;
        this.namespace = namespace;
        this.words = words;
    }

    /** The same elements: a stream of them, which JUnit takes for whatever holds them, or the only one; null for it to refuse. */
    @SuppressWarnings({"unchecked", "NullAway"})
    public <T> T of(T made) {
        Stream<?> elements = elementsOf(made);
        return (T) (elements == null ? element(made) : elements);
    }

    private @Nullable Stream<?> elementsOf(@Nullable Object made) {
        if (made instanceof Object[] there) {
            return Stream.of(there).map(this::element);
        } else if (made instanceof Collection<?> there) { // which may make them only when they are asked for
            return Stream.of(call(there::toArray)).map(this::element);
        } else if (made instanceof Stream<?> stream) {
            return read(call(stream::spliterator))
                    .onClose(() -> call(() -> {
                        stream.close();
                        return namespace; // anything
                    }));
        } else if (made instanceof Iterable<?> iterable) {
            return read(call(iterable::spliterator));
        }
        return iteratorOf(made)
                .map(iterator -> read(Spliterators.spliteratorUnknownSize(iterator, Spliterator.ORDERED)))
                .orElse(null);
    }

    /** JUnit takes anything that has a method {@code iterator()}. */
    private Optional<Iterator<?>> iteratorOf(@Nullable Object made) {
        if (made == null || made instanceof Iterator) {
            return Optional.ofNullable((Iterator<?>) made);
        }
        return ReflectionSupport.findMethod(made.getClass(), "iterator")
                .filter(method -> method.getReturnType() == Iterator.class)
                .map(method -> (Iterator<?>) call(() -> requireNonNull(ReflectionSupport.invokeMethod(method, made))));
    }

    private Stream<?> read(Spliterator<?> elements) {
        return StreamSupport.stream(
                new Spliterators.AbstractSpliterator<Object>(Long.MAX_VALUE, Spliterator.ORDERED) {

                    @Override
                    public boolean tryAdvance(Consumer<? super Object> action) {
                        List<@Nullable Object> next = new ArrayList<>(1);
                        boolean advanced = call(() -> elements.tryAdvance(next::add));
                        next.forEach(element -> action.accept(element(element)));
                        return advanced;
                    }
                },
                false);
    }

    private @Nullable Object element(@Nullable Object made) {
        return made instanceof DynamicContainer container && !saysHowItRuns(container)
                ? DynamicContainer.dynamicContainer(
                        container.getDisplayName(),
                        container.getTestSourceUri().orElse(null),
                        of(container.getChildren()))
                : made;
    }

    /** Whether it has an execution mode of its own, which it can have from JUnit 6.1 on, and would not take along. */
    private static boolean saysHowItRuns(DynamicContainer container) {
        return Stream.of("getExecutionMode", "getChildExecutionMode")
                .flatMap(getter -> ReflectionSupport.findMethod(DynamicContainer.class, getter).stream())
                .map(getter -> (Optional<?>) ReflectionSupport.invokeMethod(getter, container))
                .anyMatch(Optional::isPresent);
    }

    private <R> R call(Invocation<R> body) {
        try {
            return bodies.inside(namespace, body, words);
        } catch (Throwable thrown) {
            throw Body.<RuntimeException>unchecked(thrown);
        }
    }
}
