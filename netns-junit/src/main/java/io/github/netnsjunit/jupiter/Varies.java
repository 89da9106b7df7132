package io.github.netnsjunit.jupiter;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes an annotation run a test over several variants of its network. The class that {@code @Varies} names reads the annotation and tells
 * the variants. {@link OverFamilies} works like this. So can your own annotations:
 *
 * <pre>{@code
 * @Target(ElementType.METHOD)
 * @Retention(RetentionPolicy.RUNTIME)
 * @TestTemplate
 * @ExtendWith(NetnsExtension.class)
 * @Varies(OverSizes.Variants.class)
 * @interface OverSizes {
 *
 *     int[] value();
 *
 *     class Variants implements VariantsOf<OverSizes> {
 *         @Override
 *         public List<NetworkVariant> variants(OverSizes sizes) {
 *             return Arrays.stream(sizes.value())
 *                     .mapToObj(size -> NetworkVariant.named(size + " hosts").adding(lanWith(size)).value(size))
 *                     .toList();
 *         }
 *     }
 * }
 * }</pre>
 *
 * <p>May stand only on an annotation, beside JUnit's {@code @TestTemplate} and {@code @ExtendWith(NetnsExtension.class)}. Not repeatable.
 * Safe in parallel.
 */
@Target(ElementType.ANNOTATION_TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface Varies {

    /** {@return the class that reads the annotation} */
    Class<? extends VariantsOf<?>> value();
}
