package io.github.netnsjunit.examples;

import io.github.netnsjunit.jupiter.NetnsExtension;
import io.github.netnsjunit.jupiter.NetworkVariant;
import io.github.netnsjunit.jupiter.VariantsOf;
import io.github.netnsjunit.jupiter.Varies;
import io.github.netnsjunit.link.Lan;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/** Runs a test over LANs of several sizes. */
// tag::sizes[]
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@TestTemplate
@ExtendWith(NetnsExtension.class)
@Varies(OverSizes.Variants.class)
@interface OverSizes {

    int[] value();

    class Variants implements VariantsOf<OverSizes> {
        @Override
        public List<NetworkVariant> variants(OverSizes sizes) {
            return Arrays.stream(sizes.value())
                    .mapToObj(size -> NetworkVariant.named(size + " hosts")
                            .adding(Lan.of("lan", "10.0.0.0/24", hosts(size)))
                            .value(size))
                    .toList();
        }

        private static String[] hosts(int size) {
            return IntStream.range(0, size).mapToObj(i -> "host" + i).toArray(String[]::new);
        }
    }
}
// end::sizes[]
