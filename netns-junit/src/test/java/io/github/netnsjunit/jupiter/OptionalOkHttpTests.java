package io.github.netnsjunit.jupiter;

import static io.github.netnsjunit.assertj.NetnsAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.netnsjunit.holds.ChildJvm;
import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.topology.Namespace;
import io.github.netnsjunit.topology.Topology;
import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** OkHttp is an optional dependency. */
class OptionalOkHttpTests {

    @ParameterizedTest
    @CsvSource({"okhttp, okhttp3/", "okio, okio/", "kotlin-stdlib, kotlin/"})
    void withoutOkHttpEverythingElseWorksAndAMessageSaysWhatToAdd(String jar, String missing) throws Exception {
        String classPath = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !Path.of(entry).getFileName().toString().startsWith(jar))
                .collect(Collectors.joining(File.pathSeparator));
        assertThat(ChildJvm.of(WithoutOkHttp.class, missing)
                        .withClassPath(classPath)
                        .output())
                .contains("all else works");
    }

    /** Uses a namespace without OkHttp on the class path. */
    static final class WithoutOkHttp {

        private WithoutOkHttp() {}

        public static void main(String[] arguments) throws Exception {
            try (Lab lab = Lab.create(Topology.of(Namespace.of("blue_ns")))) {
                NetworkNamespace blue = lab.namespace("blue_ns");
                assertThat(blue).canPing("127.0.0.1").hasInterface("lo").isUp();
                assertThat(blue.httpClient()).isNotNull();
                assertThatIllegalStateException()
                        .isThrownBy(() -> blue.okHttpClient()) // a method reference would need OkHttp itself
                        .withMessageContaining("com.squareup.okhttp3:okhttp-jvm")
                        .withMessageContaining("Missing: " + arguments[0]);
                assertThatIllegalStateException()
                        .isThrownBy(() -> assertThat(blue).get("http://127.0.0.1:8080/"))
                        .withMessageContaining("com.squareup.okhttp3:okhttp-jvm");
            }
            System.out.println("all else works");
        }
    }
}
