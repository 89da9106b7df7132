package io.github.netnsjunit.assertj;

import static java.util.Objects.requireNonNull;

import io.github.netnsjunit.lab.NetworkNamespace;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.assertj.core.api.AbstractAssert;
import org.assertj.core.api.SoftAssertionsProvider;
import org.assertj.core.error.ErrorMessageFactory;
import org.assertj.core.error.ShouldNotBeNull;
import org.jspecify.annotations.Nullable;

/**
 * What all assertions about live networks have in common: they can be given time, and one can lead to assertions about a part,
 * which take over the description, the message and the time. As with AssertJ's own, one object is for one thread at a time.
 *
 * <p>Soft assertions run in subclasses that AssertJ generates, in which every method collects what it throws. A method that leads
 * to other assertions is final, and collects by itself: what it returns must be soft too, and AssertJ treats the name {@code get}
 * in its own way.
 *
 * @param <S> the assertion's own type
 * @param <A> the type of what it is about
 */
public abstract class AbstractNetnsAssert<S extends AbstractNetnsAssert<S, A>, A> extends AbstractAssert<S, A> {

    private Patience patience = Patience.ONE_ATTEMPT;
    private @Nullable SoftAssertionsProvider collector;
    /** Where the way to it failed, which was reported, there is nothing that could be verified. */
    private boolean moot;

    /** Where the way to it began, which a failure shows. */
    private @Nullable NetworkNamespace namespace;

    private @Nullable Function<Patience.Watch, Reading<A>> source;
    /** What it is about; of something that changes, what was seen of it last. */
    private Reading<A> latest;
    /** What held before: of something that changes, all that is asserted is to hold of one picture. */
    private Check<A> held = picture -> null;

    AbstractNetnsAssert(A actual, Class<?> selfType) {
        super(actual, selfType);
        latest = Reading.of(actual);
    }

    /**
     * Gives each of the following assertions time: one that does not hold is tried again after 50 ms, until it holds, or no longer
     * can, or the time is up. A last attempt is not cut short: a probe may overrun the time by 1 s, an HTTP request by 2 s. Without it
     * each assertion tries once, and a probe waits for {@link io.github.netnsjunit.probe.Probe#DEFAULT_TIMEOUT}.
     *
     * <p>Chained assertions about an interface or an HTTP answer must hold all at once: one that is read or asked for again has to
     * satisfy the earlier assertions too.
     *
     * <pre>{@code
     * assertThat(blue).within(Duration.ofSeconds(5)).canConnectTo("10.0.0.1", 8080);
     * }</pre>
     *
     * @throws IllegalArgumentException if the time is not positive
     */
    public S within(Duration time) {
        requireNonNull(time, "time");
        patience = Patience.of(time);
        return myself;
    }

    final Patience patience() {
        return patience;
    }

    final S collectedBy(SoftAssertionsProvider softly) {
        collector = softly;
        return myself;
    }

    /** Makes {@link #verify} look again, where what it is about is a picture of something that changes. */
    final S rereadFrom(Function<Patience.Watch, Reading<A>> origin) {
        source = origin;
        return myself;
    }

    /** Makes failures show a namespace, of which what it is about is a part, or which it is. */
    final S partOf(NetworkNamespace whole) {
        namespace = whole;
        return myself;
    }

    final S verify(Check<A> check) {
        return verify(check, patience.start());
    }

    /** Throws what was found last, once there is no time left for another look. */
    final S verify(Check<A> check, Patience.Watch watch) {
        if (moot) {
            return myself;
        }
        checkNotNull();
        Check<A> all = source == null ? check : check.and(held);
        while (true) {
            ErrorMessageFactory failure = latest.failureOf(all);
            if (failure == null) {
                held = all;
                return myself;
            }
            if (!watch.pause()) {
                throw assertionError(surrounded(failure));
            }
            latest = source == null ? latest : source.apply(watch);
        }
    }

    private ErrorMessageFactory surrounded(ErrorMessageFactory failure) {
        return namespace == null || failure instanceof Surrounded ? failure : Surrounded.by(namespace, failure);
    }

    /** Throws in any case, where AssertJ's own {@code isNotNull()} would collect, and return. */
    private void checkNotNull() {
        if (actual == null) {
            throw assertionError(ShouldNotBeNull.shouldNotBeNull());
        }
    }

    /**
     * What an assertion leads to.
     *
     * @param about what the next assertions are about
     * @param finish readies them
     */
    record Found<B, T>(B about, Consumer<T> finish) {}

    /**
     * Leads to assertions about something that is found here.
     *
     * @param type the other assertion's type
     * @param make its constructor
     * @param about the type of what it is about
     * @param find finds that, or throws the failure
     */
    final <T extends AbstractNetnsAssert<? super T, B>, B> T lead(
            Class<T> type, Function<B, T> make, Class<B> about, Supplier<Found<B, T>> find) {
        if (moot) {
            return nothing(type, about);
        }
        Found<B, T> found;
        try {
            checkNotNull();
            found = find.get();
        } catch (AssertionError failure) {
            if (collector == null) {
                throw failure;
            }
            collector.collectAssertionError(failure);
            return nothing(type, about);
        }
        T next = heir(collector == null ? make.apply(found.about()) : proxy(collector, type, about, found.about()));
        found.finish().accept(next);
        return next;
    }

    private <T extends AbstractNetnsAssert<? super T, B>, B> T heir(T next) {
        AbstractNetnsAssert<?, ?> heir = next;
        heir.patience = patience;
        heir.collector = collector;
        if (info.hasDescription()) {
            heir.info.description(info.description());
        }
        heir.info.useRepresentation(info.representation());
        String message = info.overridingErrorMessage();
        if (message != null) {
            heir.info.overridingErrorMessage(message);
        }
        return next;
    }

    @SuppressWarnings("NullAway") // about nothing, and never asked about it
    private <T extends AbstractNetnsAssert<? super T, B>, B> T nothing(Class<T> type, Class<B> about) {
        T nothing = heir(proxy(collector, type, about, null));
        AbstractNetnsAssert<?, ?> heir = nothing;
        heir.moot = true;
        return nothing;
    }

    /** AssertJ wants an assertion's own type to be its self type, which that of a subclass such as NotReachedAssert is not. */
    @SuppressWarnings({"unchecked", "rawtypes"})
    private static <T, B> T proxy(SoftAssertionsProvider collector, Class<T> type, Class<B> about, B actual) {
        return type.cast(collector.proxy((Class) type, about, actual));
    }
}
