package io.github.netnsjunit.jupiter;

import io.github.netnsjunit.jupiter.lifecycle.Bodies;
import io.github.netnsjunit.jupiter.lifecycle.Injection;
import io.github.netnsjunit.jupiter.lifecycle.InsideElements;
import io.github.netnsjunit.jupiter.lifecycle.KernelFeatures;
import io.github.netnsjunit.jupiter.lifecycle.Plan;
import io.github.netnsjunit.jupiter.lifecycle.Request;
import io.github.netnsjunit.jupiter.lifecycle.TestNetwork;
import io.github.netnsjunit.jupiter.reading.Place;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.DynamicTestInvocationContext;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.jupiter.api.extension.TestInstanceFactoryContext;
import org.junit.jupiter.api.extension.TestInstancePreConstructCallback;

/**
 * Gives tests their networks. Every annotation of this package brings it along, so a test class need not name it. Safe in parallel:
 * its state is in JUnit's Store.
 */
public final class NetnsExtension
        implements ExecutionCondition,
                TestInstancePreConstructCallback,
                BeforeAllCallback,
                BeforeEachCallback,
                AfterEachCallback,
                AfterAllCallback,
                ParameterResolver,
                InvocationInterceptor {

    /** Called by JUnit. */
    public NetnsExtension() {}

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return KernelFeatures.evaluate(context);
    }

    /**
     * Before a constructor that asks for a part of the lab: where a test is skipped for want of it, JUnit must hear that from
     * here. For other classes it is too early, since JUnit does not know yet whether the test is disabled.
     */
    @Override
    public void preConstructTestInstance(TestInstanceFactoryContext factory, ExtensionContext context) {
        boolean asks = Arrays.stream(factory.getTestClass().getDeclaredConstructors())
                .flatMap(constructor -> Arrays.stream(constructor.getParameters()))
                .anyMatch(parameter -> Request.of(parameter).isPresent());
        if (!asks) {
            return;
        }
        TestNetwork network = TestNetwork.of(context);
        if (network.plan().hasLab()) {
            network.lab();
        }
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        begin(context);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        begin(context);
    }

    /** What can be known to be wrong is reported before the network is made. */
    private static void begin(ExtensionContext context) {
        TestNetwork network = TestNetwork.of(context);
        network.plan().check();
        Injection injection = new Injection(context, network);
        if (network.plan().hasLab()) {
            injection.inject(network.lab());
        }
    }

    @Override
    public void afterEach(ExtensionContext context) throws InterruptedException {
        end(context);
    }

    @Override
    public void afterAll(ExtensionContext context) throws InterruptedException {
        end(context);
    }

    /** The network still stands: what should not run any more is awaited; the Store closes the lab after this. */
    private static void end(ExtensionContext context) throws InterruptedException {
        TestNetwork network = TestNetwork.of(context);
        network.letProcessesEndFirst();
        Bodies bodies = network.bodies();
        bodies.awaitAbandoned();
        bodies.check();
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return Request.of(parameter.getParameter()).isPresent();
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Request request = Request.of(parameter.getParameter()).orElseThrow();
        TestNetwork network = TestNetwork.of(context);
        Optional<String> mistake = request.mistake(network.plan());
        if (mistake.isEmpty() && !network.plan().hasLab()) {
            mistake = Optional.of(request.tooEarly());
        }
        mistake.ifPresent(message -> {
            throw new ParameterResolutionException(message);
        });
        return request.from(network.lab());
    }

    /** A constructor is called for one test, unless the tests of a class share their instance, and sees that test's lab. */
    @Override
    public ExtensionContextScope getTestInstantiationExtensionContextScope(ExtensionContext root) {
        return ExtensionContextScope.TEST_METHOD;
    }

    @Override
    public void interceptBeforeAllMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        runLifecycle(invocation, method, context);
    }

    @Override
    public void interceptBeforeEachMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        runLifecycle(invocation, method, context);
    }

    @Override
    public void interceptTestMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        run(invocation, method, context);
    }

    @Override
    public void interceptTestTemplateMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        run(invocation, method, context);
    }

    @Override
    @SuppressWarnings("TypeParameterUnusedInFormals") // JUnit's own signature
    public <T> T interceptTestFactoryMethod(
            Invocation<T> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        T made = run(invocation, method, context);
        TestNetwork network = TestNetwork.of(context);
        String inside = network.plan().inside(method.getExecutable());
        if (inside == null) {
            return made;
        }
        String words = "the making of an element of " + Place.nameOf(method.getExecutable());
        return new InsideElements(network.bodies(), network.lab().namespace(inside), words).of(made);
    }

    @Override
    public void interceptDynamicTest(
            Invocation<Void> invocation, DynamicTestInvocationContext test, ExtensionContext context) throws Throwable {
        String inside = TestNetwork.of(context).plan().inside();
        run(invocation, "dynamic test [" + context.getDisplayName() + "]", inside, context);
    }

    @Override
    public void interceptAfterEachMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        runAfter(invocation, method, context);
    }

    @Override
    public void interceptAfterAllMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        begin(context); // a test with a lab of its own has filled the fields of an instance that all tests share
        runAfter(invocation, method, context);
    }

    /** What clears up does so after the bodies before it, and not beside them. */
    private static void runAfter(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        TestNetwork.of(context).bodies().awaitAbandoned();
        runLifecycle(invocation, method, context);
    }

    private static void runLifecycle(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        Plan.checkLifecycleMethod(method.getExecutable());
        run(invocation, method, context);
    }

    private static <T> T run(
            Invocation<T> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        Plan plan = TestNetwork.of(context).plan();
        return run(invocation, Place.nameOf(method.getExecutable()), plan.inside(method.getExecutable()), context);
    }

    /** Inside a namespace if the annotations say so, else where JUnit runs it; either way the network outlives it. */
    private static <T> T run(Invocation<T> invocation, String words, @Nullable String inside, ExtensionContext context)
            throws Throwable {
        TestNetwork network = TestNetwork.of(context);
        if (!network.plan().hasLab()) {
            return invocation.proceed();
        }
        return inside == null
                ? network.bodies().here(invocation, words)
                : network.bodies().inside(network.lab().namespace(inside), invocation, words);
    }
}
