package io.github.netnsjunit.jupiter.lifecycle;

import io.github.netnsjunit.jupiter.NetworkVariant;
import io.github.netnsjunit.jupiter.reading.Declarations;
import io.github.netnsjunit.jupiter.reading.Variation;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestInstanceFactoryContext;
import org.junit.jupiter.api.extension.TestInstancePreConstructCallback;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;

/**
 * The variants over which one run of a test goes: one of each annotation that has several.
 *
 * @param chosen one variant of each such annotation of the test, in the order of the annotations
 * @param delayed what is to be done before the instance of the test is made, and cannot be done before the variants are known
 */
public record NetworkVariants(List<NetworkVariant> chosen, TestInstancePreConstructCallback delayed)
        implements TestTemplateInvocationContext, TestInstancePreConstructCallback {

    private static final ExtensionContext.Namespace STORE = ExtensionContext.Namespace.create(NetworkVariants.class);

    /** Whether a test runs over several variants. */
    public static boolean areDeclaredBy(ExtensionContext context) {
        return !variations(context).isEmpty();
    }

    private static List<Variation> variations(ExtensionContext context) {
        return TestNetwork.of(context).annotations().declarations().variations();
    }

    /** The runs of a test: all combinations of the variants that its annotations tell. */
    public static Stream<TestTemplateInvocationContext> of(
            ExtensionContext context, TestInstancePreConstructCallback delayed) {
        TestNetwork.of(context).annotations().check();
        List<NetworkVariants> runs = List.of(new NetworkVariants(List.of(), delayed));
        for (Variation variation : variations(context)) {
            runs = runs.stream()
                    .flatMap(run -> variation.variants().stream().map(run::with))
                    .toList();
        }
        return runs.stream().map(run -> run);
    }

    private NetworkVariants with(NetworkVariant another) {
        List<NetworkVariant> more = new ArrayList<>(chosen);
        more.add(another);
        return new NetworkVariants(List.copyOf(more), delayed);
    }

    @Override
    public String getDisplayName(int invocationIndex) {
        return chosen.stream().map(NetworkVariant::name).collect(Collectors.joining(", ", "over ", ""));
    }

    /** Whether a test is a run over variants which JUnit has not told yet. */
    public static boolean areAwaitedBy(ExtensionContext context) {
        return chosenFor(context) == null
                && context.getParent()
                        .filter(outer -> outer.getTestMethod().isPresent() && areDeclaredBy(outer))
                        .isPresent();
    }

    /** JUnit makes the instance of the test before it calls {@link #prepareInvocation}. */
    @Override
    public void preConstructTestInstance(TestInstanceFactoryContext factory, ExtensionContext context)
            throws Exception {
        prepareInvocation(context);
        delayed.preConstructTestInstance(factory, context);
    }

    @Override
    public ExtensionContextScope getTestInstantiationExtensionContextScope(ExtensionContext root) {
        return ExtensionContextScope.TEST_METHOD;
    }

    @Override
    public void prepareInvocation(ExtensionContext context) {
        context.getStore(STORE).put(NetworkVariants.class, this);
    }

    /** The variants that were chosen for a run; null if the context is not that of such a run. */
    static @Nullable NetworkVariants chosenFor(ExtensionContext context) {
        return context.getStore(STORE).get(NetworkVariants.class, NetworkVariants.class);
    }

    /** Lets declarations have the network of this run. */
    void choose(Declarations declarations) {
        List<Variation> variations = declarations.variations();
        for (int i = 0; i < chosen.size(); i++) {
            declarations.choose(variations.get(i), chosen.get(i));
        }
    }

    @Override
    public List<Extension> getAdditionalExtensions() {
        List<Extension> extensions = new ArrayList<>(List.of(this));
        for (NetworkVariant variant : chosen) {
            if (variant.value() != null) {
                extensions.add(new Value(variant.value()));
            }
        }
        return extensions;
    }

    /** Gives the value of a variant to a parameter of its type. */
    private record Value(Object value) implements ParameterResolver {

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return MethodType.methodType(parameter.getParameter().getType())
                            .wrap()
                            .returnType()
                    == value.getClass();
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return value;
        }
    }
}
