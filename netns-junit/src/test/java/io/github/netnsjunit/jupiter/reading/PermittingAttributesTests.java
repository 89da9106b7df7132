package io.github.netnsjunit.jupiter.reading;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.netnsjunit.jupiter.Declares;
import io.github.netnsjunit.jupiter.Lan;
import io.github.netnsjunit.jupiter.Loopback;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.platform.commons.support.ReflectionSupport;

/** A mistake names an attribute that permits what it tells. Each annotation that can have the mistake has that attribute. */
class PermittingAttributesTests {

    /** Annotations of addresses without [duplicate]: nobody hears lo, and its prefix lengths are permitted. */
    private static final Set<Class<?>> NEED_NONE = Set.of(Loopback.class, Lan.class);

    @TestFactory
    Stream<DynamicTest> whatAnnotationsHave() {
        List<Class<?>> annotations = ReflectionSupport.findAllClassesInPackage(
                Declares.class.getPackageName(), Class::isAnnotation, name -> true);
        assertThat(annotations).hasSizeGreaterThan(40);
        return annotations.stream()
                .filter(type -> !NEED_NONE.contains(type))
                .map(type -> DynamicTest.dynamicTest(type.getSimpleName(), () -> {
                    List<String> attributes = Arrays.stream(type.getDeclaredMethods())
                            .map(Method::getName)
                            .toList();
                    if (attributes.contains("up") && (attributes.contains("address") || attributes.contains("mac"))) {
                        assertThat(attributes).contains("duplicate");
                    }
                    if (attributes.contains("via")) {
                        assertThat(attributes).contains("onlink", "dev");
                    }
                }));
    }
}
