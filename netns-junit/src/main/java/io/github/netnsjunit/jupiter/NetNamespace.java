package io.github.netnsjunit.jupiter;

import io.github.netnsjunit.topology.Namespace;
import io.github.netnsjunit.topology.Part;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.function.Consumer;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Declares a network namespace: a host of the test's network. On a parameter or a field of type
 * {@link io.github.netnsjunit.lab.NetworkNamespace}, the annotation names the declared namespace to inject.
 *
 * <pre>{@code
 * @NetNamespace("blue_ns")
 * class BlueTests {
 *
 *     @Test
 *     void hasALoopback(@NetNamespace("blue_ns") NetworkNamespace blue) {
 *         assertThat(blue).hasOnlyInterfaces("lo");
 *     }
 * }
 * }</pre>
 *
 * <p>Declarations add up from the outermost place to the innermost: superclass, class, {@code @Nested} class, method.
 * If two places declare the same name, that is one namespace if both declarations are equal, and a mistake otherwise.
 *
 * <p>A field is set before each test and must not be {@code final}. It may be {@code static} only if the lab is
 * {@linkplain LabLifecycle shared}. An argument source of a parameterized test cannot supply namespaces, because
 * parameters of that type are injected. It can supply the names of namespaces.
 *
 * <p>Without the annotation, a parameter of type {@code NetworkNamespace} gets the only namespace that is declared, and
 * one of type {@link io.github.netnsjunit.lab.Lab} gets the lab. The same holds for fields, but a field is left as it
 * is if it is {@code final}, if the test has set it already, or if it is static and the lab is not shared. If several
 * namespaces are declared, a parameter or field of type {@code NetworkNamespace} needs the annotation.
 *
 * <p>May stand on a class, a method, a parameter, a field or another annotation. Repeatable, inherited, and safe in
 * parallel: two tests that declare the same name have two namespaces. But use parameters instead of fields for tests
 * that run in parallel on one test instance: they would overwrite each other's fields. The same holds for static fields
 * that parallel classes inherit.
 */
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE, ElementType.PARAMETER, ElementType.FIELD})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Documented
@Repeatable(NetNamespace.Container.class)
@ExtendWith(NetnsExtension.class)
@Declares(NetNamespace.Parts.class)
public @interface NetNamespace {

    /**
     * {@return the name of the namespace, by which other annotations and {@link io.github.netnsjunit.lab.Lab#namespace}
     * refer to it: letters, digits, {@code _}, {@code -} and single dots, at most 64 bytes}
     */
    String value();

    /**
     * {@return whether the loopback interface {@code lo} is brought up} On a parameter or a field this has no effect.
     */
    boolean loopback() default true;

    /**
     * {@return whether the kernel looks for duplicates of the namespace's IPv6 addresses (RFC 4862)} The lab then takes 1
     * to 2 s longer. Without it, addresses can be used at once. To ask for it for one address only, write it as
     * {@code "fd00::1/64 tentative"}. On a parameter or a field this has no effect.
     */
    boolean duplicateAddressDetection() default false;

    /** Holds repeated annotations. */
    @Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
    @Retention(RetentionPolicy.RUNTIME)
    @Inherited
    @Documented
    @ExtendWith(NetnsExtension.class)
    @interface Container {

        /** {@return the repeated annotations} */
        NetNamespace[] value();
    }

    /** Reads the annotation. */
    final class Parts implements PartsOf<NetNamespace> {
        private Parts() {}

        @Override
        public void declare(NetNamespace namespace, Consumer<Part> to) {
            to.accept(new Namespace(
                    namespace.value(), namespace.loopback(), false, namespace.duplicateAddressDetection()));
        }
    }
}
