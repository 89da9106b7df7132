package io.github.netnsjunit.jupiter;

import static io.github.netnsjunit.assertj.NetnsAssertions.assertThat;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.LabException;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.link.End;
import io.github.netnsjunit.link.VethLink;
import io.github.netnsjunit.policy.SysctlSetting;
import io.github.netnsjunit.topology.Namespace;
import io.github.netnsjunit.topology.Part;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;

/** Annotations that users write themselves with {@code @Declares}. */
class DeclaresTests {

    @Test
    void addUpWithOtherAnnotations() {
        TestKit.run(SpokesTestCases.class)
                .testEvents()
                .assertStatistics(stats -> stats.succeeded(2).failed(0));
    }

    @Test
    void mayDeclareOnePartEquallyInOnePlace() {
        TestKit.run(TwoSpokesTestCases.class)
                .testEvents()
                .assertStatistics(stats -> stats.succeeded(1).failed(0));
    }

    @Test
    void mayBeRepeatedThoughTheirContainerNamesNoExtension() {
        TestKit.run(RepeatedTestCases.class).testEvents().assertStatistics(stats -> stats.succeeded(1));
        TestKit.run(RepeatedOnMethodTestCases.class).testEvents().assertStatistics(stats -> stats.succeeded(1));
    }

    @Test
    void areNamedWithTheirPlaceIfTheTopologyHasAMistake() {
        assertThat(TestKit.failure(TestKit.run(WrongAddressTestCases.class)))
                .isInstanceOf(ExtensionConfigurationException.class)
                .hasMessageContaining(
                        "@Spoke(name = \"red_ns\", number = 256) on class DeclaresTests.WrongAddressTestCases")
                .hasMessageContaining("[10.0.256.2] is neither an IPv4 nor an IPv6 address");
    }

    @Test
    void areNamedWithTheirPlaceIfTheirReaderRefusesThem() {
        assertThat(TestKit.failure(TestKit.run(RefusedTestCases.class)))
                .isInstanceOf(ExtensionConfigurationException.class)
                .hasMessage("@Spoke(name = \"red_ns\", number = -1) on class DeclaresTests.RefusedTestCases:"
                        + " a spoke has a number from 0 on");
    }

    @Test
    void areNamedWithTheirPlaceIfTheKernelRefusesAPart() {
        assertThat(TestKit.failure(TestKit.run(KernelRefusesTestCases.class)))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("could not set net.ipv4.no_such_parameter to [1]")
                .hasMessageContaining("@Broken(\"red_ns\") on class DeclaresTests.KernelRefusesTestCases");
    }

    @Test
    void areNamedWithTheirPlaceIfTwoContradictEachOther() {
        assertThat(TestKit.failure(TestKit.run(ContradictingTestCases.class)))
                .hasMessageContaining("The interface [red_ns] of namespace [hub_ns] is declared twice, differently")
                .hasMessageContaining(
                        "@Spoke(name = \"red_ns\", number = 1) on class DeclaresTests.ContradictingTestCases")
                .hasMessageContaining(
                        "@Spoke(name = \"red_ns\", number = 2) on method DeclaresTests.ContradictingTestCases.test()");
    }

    @Test
    void areNamedIfTheirReaderThrowsAnException() {
        assertThat(TestKit.failure(TestKit.run(FailingTestCases.class)))
                .isInstanceOf(ExtensionConfigurationException.class)
                .hasMessageContaining("Cannot read @Failing on class DeclaresTests.FailingTestCases")
                .hasMessageContaining("UnsupportedOperationException: not yet");
    }

    @Test
    void areNamedIfTheirReaderThrowsAnError() {
        assertThat(TestKit.failure(TestKit.run(AssertingTestCases.class)))
                .isInstanceOf(ExtensionConfigurationException.class)
                .hasMessageContaining("Cannot read @Failing(\"an error\") on class DeclaresTests.AssertingTestCases")
                .hasMessageContaining("AssertionError: nor this");
    }

    @Test
    void areNamedIfTheirReaderRefusesThemWithoutAMessage() {
        assertThat(TestKit.failure(TestKit.run(SilentTestCases.class)))
                .hasMessage("@Failing(\"silence\") on class DeclaresTests.SilentTestCases:"
                        + " java.lang.IllegalArgumentException");
    }

    @Test
    void cannotDeclarePartsAfterTheirReaderHasReturned() {
        TestKit.run(LateTestCases.class).testEvents().assertStatistics(stats -> stats.succeeded(1));
    }

    @Test
    void areNamedIfTheirReaderHasNoSuitableConstructor() {
        assertThat(TestKit.failure(TestKit.run(UnreadableTestCases.class)))
                .isInstanceOf(ExtensionConfigurationException.class)
                .hasMessageContaining(
                        "Cannot read @Unreadable on class DeclaresTests.UnreadableTestCases, for its reader ")
                .hasMessageContaining("DeclaresTests$Unreadable$Parts");
    }

    @Test
    void areNamedIfOneContradictsItself() {
        assertThat(TestKit.failure(TestKit.run(TwiceTestCases.class)))
                .hasMessageContaining(
                        "@Twice on class DeclaresTests.TwiceTestCases declares the namespace [red_ns] twice, differently.");
    }

    @Test
    void areShownWithAllAttributesIfTheyLookEqualWithoutThem() {
        assertThat(TestKit.failure(TestKit.run(AlikeTestCases.class)))
                .hasMessageContaining("@Pair(first=@Member(loopback=false, value=\"red_ns\")")
                .hasMessageContaining("@Pair(first=@Member(loopback=true, value=\"red_ns\")");
    }

    @Retention(RetentionPolicy.RUNTIME)
    @Declares(Unreadable.Parts.class)
    @interface Unreadable {

        class Parts implements PartsOf<Unreadable> {
            private final String needed;

            Parts(String needed) {
                this.needed = needed;
            }

            @Override
            public void declare(Unreadable unmade, Consumer<Part> to) {
                to.accept(Namespace.of(needed));
            }
        }
    }

    @Retention(RetentionPolicy.RUNTIME)
    @Declares(Twice.Parts.class)
    @interface Twice {

        class Parts implements PartsOf<Twice> {
            @Override
            public void declare(Twice twice, Consumer<Part> to) {
                to.accept(Namespace.of("red_ns"));
                to.accept(Namespace.of("red_ns").withoutLoopback());
            }
        }
    }

    @interface Member {
        String value();

        boolean loopback() default true;
    }

    @Retention(RetentionPolicy.RUNTIME)
    @Declares(Pair.Parts.class)
    @interface Pair {
        Member first();

        class Parts implements PartsOf<Pair> {
            @Override
            public void declare(Pair pair, Consumer<Part> to) {
                Namespace namespace = Namespace.of(pair.first().value());
                to.accept(pair.first().loopback() ? namespace : namespace.withoutLoopback());
            }
        }
    }

    /** A host and its cable to a hub. Each of these annotations also declares the hub. */
    @Retention(RetentionPolicy.RUNTIME)
    @Repeatable(Spokes.class)
    @Declares(Spoke.Parts.class)
    @interface Spoke {
        String name();

        int number();

        class Parts implements PartsOf<Spoke> {
            @Override
            public void declare(Spoke spoke, Consumer<Part> to) {
                if (spoke.number() < 0) {
                    throw new IllegalArgumentException("a spoke has a number from 0 on");
                }
                to.accept(Namespace.of("hub_ns"));
                to.accept(Namespace.of(spoke.name()));
                to.accept(VethLink.between(
                        End.of("hub_ns", spoke.name(), "10.0." + spoke.number() + ".1/24"),
                        End.of(spoke.name(), "eth0", "10.0." + spoke.number() + ".2/24")));
            }
        }
    }

    @Retention(RetentionPolicy.RUNTIME)
    @interface Spokes {
        Spoke[] value();
    }

    @Retention(RetentionPolicy.RUNTIME)
    @Declares(Broken.Parts.class)
    @interface Broken {
        String value();

        class Parts implements PartsOf<Broken> {
            @Override
            public void declare(Broken broken, Consumer<Part> to) {
                to.accept(Namespace.of(broken.value()));
                to.accept(SysctlSetting.of(broken.value(), "net.ipv4.no_such_parameter", "1"));
            }
        }
    }

    @Retention(RetentionPolicy.RUNTIME)
    @Declares(Failing.Parts.class)
    @interface Failing {
        String value() default "";

        class Parts implements PartsOf<Failing> {
            @Override
            public void declare(Failing failing, Consumer<Part> to) {
                switch (failing.value()) {
                    case "an error" -> throw new AssertionError("nor this");
                    case "silence" -> throw new IllegalArgumentException();
                    default -> throw new UnsupportedOperationException("not yet");
                }
            }
        }
    }

    @Retention(RetentionPolicy.RUNTIME)
    @Declares(Late.Parts.class)
    @interface Late {

        class Parts implements PartsOf<Late> {
            private static @Nullable Consumer<Part> consumer;

            @Override
            public void declare(Late late, Consumer<Part> to) {
                to.accept(Namespace.of("red_ns"));
                consumer = to;
            }
        }
    }

    @Spoke(name = "red_ns", number = 1)
    static class SpokesTestCases {

        @Test
        void alone(@NetNamespace("red_ns") NetworkNamespace red) {
            assertThat(red).canPing("hub-ns");
        }

        @Test
        @Spoke(name = "blue_ns", number = 2)
        void withAnother(Lab lab) {
            assertThat(lab.namespaces())
                    .extracting(NetworkNamespace::name)
                    .containsExactly("hub_ns", "red_ns", "blue_ns");
        }
    }

    @Spoke(name = "red_ns", number = 1)
    @Spoke(name = "blue_ns", number = 2)
    @NetNamespace("red_ns")
    static class TwoSpokesTestCases {

        @Test
        void test(Lab lab) {
            assertThat(lab.namespaces()).hasSize(3);
        }
    }

    @Spoke(name = "red_ns", number = 1)
    @Spoke(name = "blue_ns", number = 2)
    static class RepeatedTestCases {

        @Test
        void test(Lab lab) {
            assertThat(lab.namespaces()).hasSize(3);
        }
    }

    static class RepeatedOnMethodTestCases {

        @Test
        @Spoke(name = "red_ns", number = 1)
        @Spoke(name = "blue_ns", number = 2)
        void test(Lab lab) {
            assertThat(lab.namespaces()).hasSize(3);
        }
    }

    @Spoke(name = "red_ns", number = 256)
    static class WrongAddressTestCases {

        @Test
        void test() {}
    }

    @Spoke(name = "red_ns", number = -1)
    static class RefusedTestCases {

        @Test
        void test() {}
    }

    @Broken("red_ns")
    static class KernelRefusesTestCases {

        @Test
        void test() {}
    }

    @Spoke(name = "red_ns", number = 1)
    static class ContradictingTestCases {

        @Test
        @Spoke(name = "red_ns", number = 2)
        void test() {}
    }

    @Failing
    static class FailingTestCases {

        @Test
        void test() {}
    }

    @Failing("an error")
    static class AssertingTestCases {

        @Test
        void test() {}
    }

    @Failing("silence")
    static class SilentTestCases {

        @Test
        void test() {}
    }

    @Late
    static class LateTestCases {

        @Test
        void test() {
            assertThatThrownBy(() -> requireNonNull(Late.Parts.consumer).accept(Namespace.of("blue_ns")))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("[namespace blue_ns] comes too late: declare(...) has returned");
        }
    }

    @Unreadable
    static class UnreadableTestCases {

        @Test
        void test() {}
    }

    @Twice
    static class TwiceTestCases {

        @Test
        void test() {}
    }

    @Pair(first = @Member(value = "red_ns", loopback = false))
    static class AlikeTestCases {

        @Test
        @Pair(first = @Member("red_ns"))
        void test() {}
    }
}
