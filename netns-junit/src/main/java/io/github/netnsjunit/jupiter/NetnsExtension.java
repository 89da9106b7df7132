package io.github.netnsjunit.jupiter;

import io.github.netnsjunit.jupiter.lifecycle.DynamicNodesInNamespace;
import io.github.netnsjunit.jupiter.lifecycle.FieldInjection;
import io.github.netnsjunit.jupiter.lifecycle.InjectionPoint;
import io.github.netnsjunit.jupiter.lifecycle.KernelFeatureCondition;
import io.github.netnsjunit.jupiter.lifecycle.NetworkCondition;
import io.github.netnsjunit.jupiter.lifecycle.NetworkVariants;
import io.github.netnsjunit.jupiter.lifecycle.RunningBodies;
import io.github.netnsjunit.jupiter.lifecycle.TestAnnotations;
import io.github.netnsjunit.jupiter.lifecycle.TestNetwork;
import io.github.netnsjunit.jupiter.reading.Place;
import io.github.netnsjunit.topology.Topology;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
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
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;

/**
 * Gives each test its network. Every annotation of this package registers the extension, so a test class needs no
 * {@code @ExtendWith}. Safe in parallel, because JUnit's Store keeps all state.
 *
 * <p>A network that is described in code can be registered in a static field of the test class. Annotations add to it, as they do to that
 * of {@link Network}:
 *
 * <pre>{@code
 * @RegisterExtension
 * static final NetnsExtension NETWORK = NetnsExtension.of(topology);
 * }</pre>
 */
public final class NetnsExtension
        implements ExecutionCondition,
                TestInstancePreConstructCallback,
                BeforeAllCallback,
                BeforeEachCallback,
                AfterTestExecutionCallback,
                AfterEachCallback,
                AfterAllCallback,
                TestTemplateInvocationContextProvider,
                ParameterResolver,
                InvocationInterceptor {

    private static final ExtensionContext.Namespace STORE = ExtensionContext.Namespace.create(NetnsExtension.class);

    private final @Nullable Topology topology;

    /** Called by JUnit. */
    public NetnsExtension() {
        this.topology = null;
    }

    private NetnsExtension(Topology topology) {
        this.topology = topology;
    }

    /**
     * Returns an extension for a static field with {@code @RegisterExtension}. It gives a network to the tests of the class, of its
     * subclasses and of its {@code @Nested} classes: to each test one of its own, unless the class has {@link LabLifecycle}. If the field
     * is not static, the tests fail and say so.
     *
     * @param topology describes the network. If it has {@linkplain io.github.netnsjunit.topology.Namespace#host the host's namespace}, the
     *     class needs {@code @ResourceLock(HostNamespace.LOCK)}
     */
    public static NetnsExtension of(Topology topology) {
        return new NetnsExtension(Objects.requireNonNull(topology, "topology"));
    }

    /** {@return the network with which this extension was made; empty if annotations alone declare it} */
    public Optional<Topology> topology() {
        return Optional.ofNullable(topology);
    }

    /**
     * Whether this extension does the work for a context. If one is registered by a field and one by annotations, JUnit calls both; the
     * first that it calls does the work there and in all contexts below.
     */
    @SuppressWarnings("deprecation") // its replacement in JUnit 6 does not exist in JUnit 5
    private boolean serves(ExtensionContext context) {
        return context.getStore(STORE).getOrComputeIfAbsent(NetnsExtension.class, key -> this, NetnsExtension.class)
                == this;
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        if (!serves(context)) {
            return ConditionEvaluationResult.enabled("another " + NetnsExtension.class.getSimpleName() + " decides");
        }
        ConditionEvaluationResult ofFeatures = KernelFeatureCondition.evaluate(context);
        return ofFeatures.isDisabled() ? ofFeatures : NetworkCondition.evaluate(context);
    }

    @Override
    public boolean supportsTestTemplate(ExtensionContext context) {
        return serves(context) && NetworkVariants.areDeclaredBy(context);
    }

    @Override
    public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(ExtensionContext context) {
        return NetworkVariants.of(context, this);
    }

    /**
     * Watches what the constructor does. Makes the lab before if the constructor asks for it. If a missing privilege or feature skips the test,
     * the exception that says so must come from here: one from {@link #resolveParameter} would fail the test. For other
     * classes the lab is made later, because JUnit does not know yet whether the test is disabled.
     */
    @Override
    public void preConstructTestInstance(TestInstanceFactoryContext factory, ExtensionContext context) {
        if (!serves(context) || NetworkVariants.areAwaitedBy(context)) {
            return;
        }
        boolean asksForLab = Arrays.stream(factory.getTestClass().getDeclaredConstructors())
                .flatMap(constructor -> Arrays.stream(constructor.getParameters()))
                .anyMatch(parameter -> InjectionPoint.of(parameter).isPresent());
        TestNetwork network = TestNetwork.of(context);
        network.watchConstruction(factory.getTestClass());
        if (asksForLab && network.annotations().hasLab()) {
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

    /**
     * Makes the lab and injects the fields. Mistakes in the annotations and fields are reported before the lab is made.
     */
    private void begin(ExtensionContext context) {
        if (!serves(context)) {
            return;
        }
        TestNetwork network = TestNetwork.of(context);
        network.annotations().check();
        FieldInjection injection = new FieldInjection(context, network);
        if (network.annotations().hasLab()) {
            injection.inject(network.lab());
            network.expose();
        }
        network.reportEscapes();
    }

    /** Is called before the methods that clean up. */
    @Override
    public void afterTestExecution(ExtensionContext context) throws InterruptedException {
        if (serves(context)) {
            TestNetwork.of(context).holdAfterFailure();
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

    /** Waits for bodies that should have ended. The Store closes the lab afterwards. */
    private void end(ExtensionContext context) throws InterruptedException {
        if (!serves(context)) {
            return;
        }
        TestNetwork network = TestNetwork.of(context);
        network.endProcessesFirst();
        RunningBodies bodies = network.bodies();
        bodies.awaitAbandoned();
        bodies.failIfStuck();
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return serves(context) && InjectionPoint.of(parameter.getParameter()).isPresent();
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        InjectionPoint point = InjectionPoint.of(parameter.getParameter()).orElseThrow();
        TestNetwork network = TestNetwork.of(context);
        Optional<String> mistake = point.mistake(network.annotations());
        if (mistake.isEmpty() && !network.annotations().hasLab()) {
            mistake = Optional.of(point.mistakeOutsideTests());
        }
        mistake.ifPresent(message -> {
            throw new ParameterResolutionException(message);
        });
        return point.valueFrom(network.lab());
    }

    /**
     * Tells JUnit to call the constructor with the context of the test, so that it gets the lab of that test. If all
     * tests of a class share the instance, the context is still that of the class.
     */
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
        if (!serves(context)) {
            return invocation.proceed();
        }
        T returned = run(invocation, method, context);
        TestNetwork network = TestNetwork.of(context);
        String namespace = network.annotations().namespace();
        if (namespace == null) {
            return returned;
        }
        String description = "the making of an element of " + Place.nameOf(method.getExecutable());
        return new DynamicNodesInNamespace(network.bodies(), network.lab().namespace(namespace), description)
                .wrap(returned);
    }

    @Override
    public void interceptDynamicTest(
            Invocation<Void> invocation, DynamicTestInvocationContext test, ExtensionContext context) throws Throwable {
        String namespace = TestNetwork.of(context).annotations().namespace();
        run(invocation, "dynamic test [" + context.getDisplayName() + "]", namespace, context);
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
        begin(context); // a test with a lab of its own may have injected that lab into the fields of a shared instance
        runAfter(invocation, method, context);
    }

    /**
     * Runs a method that cleans up. It waits first for bodies that should have ended, so that none runs at the same
     * time.
     */
    private void runAfter(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        TestNetwork.of(context).bodies().awaitAbandoned();
        runLifecycle(invocation, method, context);
    }

    private void runLifecycle(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        TestAnnotations.checkLifecycleMethod(method.getExecutable());
        String namespace = TestNetwork.of(context).annotations().namespaceFor(method.getExecutable());
        run(invocation, Place.nameOf(method.getExecutable()), namespace, context);
    }

    /** Runs the method of a test, whose own annotations were read with those of its classes. */
    private <T> T run(Invocation<T> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        String namespace = TestNetwork.of(context).annotations().namespace();
        return run(invocation, Place.nameOf(method.getExecutable()), namespace, context);
    }

    /**
     * Runs a body in a namespace, or on JUnit's thread if the namespace is null. In both cases the network stays open
     * until the body has ended.
     */
    private <T> T run(
            Invocation<T> invocation, String description, @Nullable String namespace, ExtensionContext context)
            throws Throwable {
        TestNetwork network = TestNetwork.of(context);
        if (!serves(context) || !network.annotations().hasLab()) {
            return invocation.proceed();
        }
        try {
            return namespace == null
                    ? network.bodies().runHere(invocation, description)
                    : network.bodies().runInside(network.lab().namespace(namespace), invocation, description);
        } catch (Throwable failure) {
            network.explain(failure, description);
            throw failure;
        }
    }
}
