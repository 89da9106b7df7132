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

/**
 * Wraps what a {@code @TestFactory} method returns. Code that makes the dynamic nodes only when JUnit asks for them,
 * such as that of a stream, then runs in the namespace as well.
 */
public final class DynamicNodesInNamespace {

    private final RunningBodies bodies;
    private final NetworkNamespace namespace;
    private final String description;

    /**
     * Prepares to wrap what one {@code @TestFactory} method returns.
     *
     * @param description what messages call the code that makes the dynamic nodes
     */
    public DynamicNodesInNamespace(RunningBodies bodies, NetworkNamespace namespace, String description) {
        this.bodies = bodies;
        this.namespace = namespace;
        this.description = description;
    }

    /**
     * Returns a stream of the same nodes if the factory returned several, else the single node. JUnit accepts a stream
     * whatever the factory method's return type. It refuses null, which is returned as it is.
     */
    @SuppressWarnings({"unchecked", "NullAway"})
    public <T> T wrap(T returned) {
        Stream<?> nodes = nodesOf(returned);
        return (T) (nodes == null ? wrapNode(returned) : nodes);
    }

    /** Returns null if the object is a single node. */
    private @Nullable Stream<?> nodesOf(@Nullable Object returned) {
        if (returned instanceof Object[] array) {
            return Stream.of(array).map(this::wrapNode);
        } else if (returned instanceof Collection<?> collection) { // it may make its elements in toArray
            return Stream.of(call(collection::toArray)).map(this::wrapNode);
        } else if (returned instanceof Stream<?> stream) {
            return read(call(stream::spliterator))
                    .onClose(() -> call(() -> {
                        stream.close();
                        return namespace; // some value is needed
                    }));
        } else if (returned instanceof Iterable<?> iterable) {
            return read(call(iterable::spliterator));
        }
        return iteratorOf(returned)
                .map(iterator -> read(Spliterators.spliteratorUnknownSize(iterator, Spliterator.ORDERED)))
                .orElse(null);
    }

    /** Looks for a method {@code iterator()}: JUnit accepts every object that has one. */
    private Optional<Iterator<?>> iteratorOf(@Nullable Object returned) {
        if (returned == null || returned instanceof Iterator) {
            return Optional.ofNullable((Iterator<?>) returned);
        }
        return ReflectionSupport.findMethod(returned.getClass(), "iterator")
                .filter(method -> method.getReturnType() == Iterator.class)
                .map(method ->
                        (Iterator<?>) call(() -> requireNonNull(ReflectionSupport.invokeMethod(method, returned))));
    }

    /** Returns a stream whose elements are made in the namespace, one by one. */
    private Stream<?> read(Spliterator<?> elements) {
        return StreamSupport.stream(
                new Spliterators.AbstractSpliterator<Object>(Long.MAX_VALUE, Spliterator.ORDERED) {

                    @Override
                    public boolean tryAdvance(Consumer<? super Object> action) {
                        List<@Nullable Object> next = new ArrayList<>(1);
                        boolean advanced = call(() -> elements.tryAdvance(next::add));
                        next.forEach(node -> action.accept(wrapNode(node)));
                        return advanced;
                    }
                },
                false);
    }

    private @Nullable Object wrapNode(@Nullable Object node) {
        return node instanceof DynamicContainer container && !hasExecutionMode(container)
                ? DynamicContainer.dynamicContainer(
                        container.getDisplayName(),
                        container.getTestSourceUri().orElse(null),
                        wrap(container.getChildren()))
                : node;
    }

    /** Whether the container has an execution mode of its own (JUnit 6.1). The wrapping container could not have it. */
    private static boolean hasExecutionMode(DynamicContainer container) {
        return Stream.of("getExecutionMode", "getChildExecutionMode")
                .flatMap(getter -> ReflectionSupport.findMethod(DynamicContainer.class, getter).stream())
                .map(getter -> (Optional<?>) ReflectionSupport.invokeMethod(getter, container))
                .anyMatch(Optional::isPresent);
    }

    private <R> R call(Invocation<R> body) {
        try {
            return bodies.runInside(namespace, body, description);
        } catch (Throwable thrown) {
            throw Body.<RuntimeException>unchecked(thrown);
        }
    }
}
