package io.github.netnsjunit.assertj;

import static java.util.Objects.requireNonNull;

import io.github.netnsjunit.assertj.attempt.Check;
import io.github.netnsjunit.assertj.attempt.Observation;
import io.github.netnsjunit.assertj.attempt.TimeLimit;
import io.github.netnsjunit.assertj.error.MessageWithSnapshot;
import io.github.netnsjunit.lab.NetworkNamespace;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.assertj.core.api.AbstractAssert;
import org.assertj.core.api.RecursiveAssertionAssert;
import org.assertj.core.api.SoftAssertionsProvider;
import org.assertj.core.api.recursive.assertion.RecursiveAssertionConfiguration;
import org.assertj.core.error.ErrorMessageFactory;
import org.assertj.core.error.ShouldNotBeNull;
import org.jspecify.annotations.Nullable;

/**
 * What all assertions about live networks have in common. They can be given time, and one assertion can lead to others, about a
 * part of the network; those inherit the description, the message and the time. As with AssertJ's own, one object must not be
 * used by several threads at once.
 *
 * <p>Soft assertions run in subclasses that AssertJ generates. There, every method collects what it throws, except final ones. A
 * method that leads to other assertions is final and collects its failure itself, because what it returns must be soft too, and
 * because AssertJ gives the method name {@code get} a meaning of its own.
 *
 * @param <S> the assertion's own type
 * @param <A> the type of what it is about
 */
public abstract class AbstractNetnsAssert<S extends AbstractNetnsAssert<S, A>, A> extends AbstractAssert<S, A> {

    private TimeLimit timeLimit = TimeLimit.ONE_ATTEMPT;

    /** Collects the failures of soft assertions; null if this assertion is not soft. */
    private @Nullable SoftAssertionsProvider softAssertions;

    /**
     * True if the soft assertion that led here failed. Its failure was collected, and there is nothing that could be verified.
     */
    private boolean nothingToVerify;

    /** The namespace whose routes and interfaces are shown in failures, if there is one. */
    private @Nullable NetworkNamespace namespaceToShow;

    /** Reads what the assertion is about again; null if it does not change, or is live anyway. */
    private @Nullable Function<TimeLimit.Countdown, Observation<A>> reader;

    private Observation<A> latest;

    /**
     * The checks that passed before. They are repeated on each new observation: all that is asserted about something that changes
     * must hold at the same moment.
     */
    private Check<A> earlierChecks = value -> null;

    AbstractNetnsAssert(A actual, Class<?> selfType) {
        super(actual, selfType);
        latest = Observation.of(actual);
    }

    /**
     * Gives each of the following assertions time. An assertion that does not hold is tried again after 50 ms, until it holds,
     * can no longer hold, or the time is up. The last attempt is not cut short: a probe may exceed the time by 1 s, an HTTP
     * request by 3 s, and both by as long as the lookup of a name takes. Without {@code within}, each assertion tries once, and a probe waits for
     * {@link io.github.netnsjunit.probe.Probe#DEFAULT_TIMEOUT}.
     *
     * <p>Chained assertions about one interface or one HTTP answer must hold at the same moment: when the interface is read again
     * or the request is sent again, the earlier assertions are verified again too.
     *
     * <pre>{@code
     * assertThat(blue).within(Duration.ofSeconds(5)).canConnectTo("10.0.0.1", 8080);
     * }</pre>
     *
     * @throws IllegalArgumentException if the time is not positive
     * @throws IllegalStateException if the assertion is about an interface or an answer that was read before: it does not change
     */
    public S within(Duration time) {
        requireNonNull(time, "time");
        requireChange("within");
        timeLimit = TimeLimit.within(time);
        return myself;
    }

    /**
     * Lets each of the following assertions pass only if it holds all the time. It is tried at once, then every 50 ms until the time
     * is up, and fails with the first attempt that does not hold. What happens between two attempts goes unnoticed. A host must
     * answer each ping or connection within 1 s. It takes an attempt of up to {@link io.github.netnsjunit.probe.Probe#DEFAULT_TIMEOUT}
     * to show that a host is <em>not</em> reached, and by that the time may be exceeded. {@code throughout} replaces an earlier
     * {@link #within}, and the other way round.
     *
     * <p>Each assertion in a chain takes the time anew. So write it in front of the one that matters:
     *
     * <pre>{@code
     * assertThat(blue).throughout(Duration.ofSeconds(2)).cannotConnectTo("10.0.0.1", 8080); // nobody begins to listen
     * assertThat(blue).hasInterface("eth0").throughout(Duration.ofSeconds(2)).hasCarrier();
     * }</pre>
     *
     * @throws IllegalArgumentException if the time is not positive
     * @throws IllegalStateException if the assertion is about an interface or an answer that was read before: it does not change
     */
    public S throughout(Duration time) {
        requireNonNull(time, "time");
        requireChange("throughout");
        timeLimit = TimeLimit.throughout(time);
        return myself;
    }

    /** Otherwise {@code throughout} would always pass, and {@code within} would wait in vain. */
    private void requireChange(String method) {
        String live = liveAssertion();
        if (live != null && reader == null && !nothingToVerify) {
            throw new IllegalStateException(method
                    + " gives time to something that was read before and does not change. Let the assertion read it: "
                    + live.replace("$", method));
        }
    }

    /**
     * How to assert the same about what exists now, if this is about something that was read before; null if it is always about what
     * exists now. A dollar sign stands for the method that gives the time.
     */
    @Nullable
    String liveAssertion() {
        return null;
    }

    final TimeLimit timeLimit() {
        return timeLimit;
    }

    final S collectedBy(SoftAssertionsProvider collector) {
        softAssertions = collector;
        return myself;
    }

    /** Lets {@link #verify} read again what this assertion is about. */
    final S rereadBy(Function<TimeLimit.Countdown, Observation<A>> observe) {
        reader = observe;
        return myself;
    }

    /** Makes failures show the routes and interfaces of a namespace. */
    final S showingNetworkOf(NetworkNamespace namespace) {
        namespaceToShow = namespace;
        return myself;
    }

    final S verify(Check<A> check) {
        return verify(check, timeLimit.start());
    }

    /**
     * Repeats the check until its result is certain: until it passes, or, if it must hold all the time, until it fails. Once no time
     * is left, the latest result counts. Throws it if it is a failure.
     */
    final S verify(Check<A> check, TimeLimit.Countdown countdown) {
        if (nothingToVerify) {
            return myself;
        }
        finishPrevious();
        throwIfNull();
        Check<A> all = reader == null ? check : check.and(earlierChecks);
        while (true) {
            ErrorMessageFactory failure = latest.failureOf(all);
            if (!countdown.pauseAfter(failure == null)) {
                if (failure != null) {
                    throw assertionError(countdown.explain(withSnapshot(failure)));
                }
                earlierChecks = all;
                return myself;
            }
            latest = reader == null ? latest : reader.apply(countdown);
        }
    }

    /**
     * Final, so that the subclasses which AssertJ generates for soft assertions do not override it. If the library is a module, they would
     * fail to load, because AssertJ's module does not export the type of the parameter.
     */
    @Override
    @SuppressWarnings("exports")
    protected final RecursiveAssertionAssert usingRecursiveAssertion(RecursiveAssertionConfiguration configuration) {
        return super.usingRecursiveAssertion(configuration);
    }

    /** Is called before each assertion. Throws if an assertion before it in the chain turns out to have failed. */
    void finishPrevious() {}

    private ErrorMessageFactory withSnapshot(ErrorMessageFactory failure) {
        return namespaceToShow == null || failure instanceof MessageWithSnapshot
                ? failure
                : MessageWithSnapshot.of(namespaceToShow, failure);
    }

    /** Always throws. AssertJ's own {@code isNotNull()} would collect the failure of a soft assertion, and return. */
    private void throwIfNull() {
        if (actual == null) {
            throw assertionError(ShouldNotBeNull.shouldNotBeNull());
        }
    }

    /**
     * What an assertion leads to.
     *
     * @param actual what the next assertions are about
     * @param prepare is given the next assertion object before the user gets it
     */
    record Next<B, T>(B actual, Consumer<T> prepare) {}

    /**
     * Leads to assertions about something that has to be found first.
     *
     * @param type the type of the next assertion
     * @param constructor its constructor
     * @param actualType the type of what the next assertion is about
     * @param find finds that, or throws the failure
     */
    final <T extends AbstractNetnsAssert<? super T, B>, B> T leadTo(
            Class<T> type, Function<B, T> constructor, Class<B> actualType, Supplier<Next<B, T>> find) {
        if (nothingToVerify) {
            return withNothingToVerify(type, actualType);
        }
        Next<B, T> found;
        try {
            finishPrevious();
            throwIfNull();
            found = find.get();
        } catch (AssertionError failure) {
            if (softAssertions == null) {
                throw failure;
            }
            softAssertions.collectAssertionError(failure);
            return withNothingToVerify(type, actualType);
        }
        T next = softAssertions == null
                ? constructor.apply(found.actual())
                : proxy(softAssertions, type, actualType, found.actual());
        inheritTo(next);
        found.prepare().accept(next);
        return next;
    }

    private void inheritTo(AbstractNetnsAssert<?, ?> next) {
        next.timeLimit = timeLimit;
        next.softAssertions = softAssertions;
        if (info.hasDescription()) {
            next.info.description(info.description());
        }
        next.info.useRepresentation(info.representation());
        String message = info.overridingErrorMessage();
        if (message != null) {
            next.info.overridingErrorMessage(message);
        }
    }

    @SuppressWarnings("NullAway") // the actual value is null, and nothing reads it
    private <T extends AbstractNetnsAssert<? super T, B>, B> T withNothingToVerify(Class<T> type, Class<B> actualType) {
        T next = proxy(softAssertions, type, actualType, null);
        inheritTo(next);
        AbstractNetnsAssert<?, ?> base = next;
        base.nothingToVerify = true;
        return next;
    }

    /**
     * Makes a soft assertion. AssertJ's generics want each assertion type to be its own self type. NotReachedAssert is not, since
     * it extends another assertion; hence the raw type.
     */
    @SuppressWarnings({"unchecked", "rawtypes"})
    private static <T, B> T proxy(SoftAssertionsProvider collector, Class<T> type, Class<B> actualType, B actual) {
        return type.cast(collector.proxy((Class) type, actualType, actual));
    }
}
