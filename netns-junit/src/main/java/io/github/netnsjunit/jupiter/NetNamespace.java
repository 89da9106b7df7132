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
 * {@link io.github.netnsjunit.lab.NetworkNamespace}, it names the declared namespace to inject.
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
 * <p>Declarations add up from the outermost place to the innermost: superclass, class, {@code @Nested} class, method. The same
 * name declared twice in different places is one namespace if both declarations are equal, and an error otherwise.
 *
 * <p>A field is set before each test and must not be {@code final}; it may be {@code static} only where the lab is
 * {@linkplain LabLifecycle shared}. An argument of a parameterized test cannot be a namespace, since those are injected; it can
 * be a namespace's name.
 *
 * <p>Without the annotation, a parameter of type {@code NetworkNamespace} gets the only namespace that is declared, and one of
 * type {@link io.github.netnsjunit.lab.Lab} gets the lab. So does a field, unless the test has set it already; a field for which
 * there is no such value, because several namespaces are declared, or because it is static and the lab is not shared, is left as
 * it is.
 *
 * <p>May stand on a class, a method, a parameter, a field or another annotation. Repeatable, inherited, and safe in parallel:
 * equal names in two tests are two namespaces that never meet. But tests that run in parallel on one test instance overwrite one
 * another's fields, and so do classes that run in parallel the static fields of a superclass: let those take parameters.
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
     * {@return the name of the namespace, by which other annotations and {@link io.github.netnsjunit.lab.Lab#namespace} refer to
     * it: letters, digits, {@code _}, {@code -} and single dots, at most 64 bytes}
     */
    String value();

    /** {@return whether the loopback interface {@code lo} is brought up} It has no meaning on a parameter or a field. */
    boolean loopback() default true;

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

    /** What the annotation declares. */
    final class Parts implements PartsOf<NetNamespace> {
        private Parts() {}

        @Override
        public void declare(NetNamespace namespace, Consumer<Part> to) {
            to.accept(new Namespace(namespace.value(), namespace.loopback(), false));
        }
    }
}
