package io.github.netnsjunit.jupiter;

import static io.github.netnsjunit.assertj.NetnsAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.netnsjunit.jupiter.LabLifecycle.Lifecycle;
import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.topology.IpFamilies;
import io.github.netnsjunit.topology.Namespace;
import io.github.netnsjunit.topology.Topology;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.NetworkInterface;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.testkit.engine.EngineExecutionResults;

class OverFamiliesTests {

    private static final List<String> SEEN = Collections.synchronizedList(new ArrayList<>());

    private static List<String> passed(Class<?> testCases) {
        SEEN.clear();
        EngineExecutionResults results = TestKit.run(testCases);
        assertThat(TestKit.failures(results)).isEmpty();
        return results.testEvents().succeeded().stream()
                .map(event -> event.getTestDescriptor().getDisplayName())
                .toList();
    }

    private static List<String> mistakes(Class<?> testCases) {
        return TestKit.failures(TestKit.run(testCases))
                .map(Throwable::getMessage)
                .toList();
    }

    @Lan(
            name = "office",
            subnet = "10.1.0.0/24",
            hosts = {"alice", "bob"},
            routers = "gate")
    @Lan(name = "internet", subnet = "203.0.113.0/24", hosts = "server", routers = "gate")
    static class RoutedTestCases {

        @NetNamespace("server")
        NetworkNamespace server;

        @BeforeEach
        void isReadyBefore(Lab lab) {
            assertThat(lab.namespace("server")).isSameAs(server);
        }

        @OverFamilies
        @InNamespace("alice")
        void reachesTheServer(@NetNamespace("alice") NetworkNamespace alice, IpFamilies families, Lab lab)
                throws Exception {
            assertThat(alice).canPing(server.address().getHostAddress()).canPing("server");
            assertThat(server.address())
                    .isInstanceOf(families == IpFamilies.IPV6 ? Inet6Address.class : Inet4Address.class);
            assertThat(NetworkInterface.getByName("office").inetAddresses()).anyMatch(alice.address("office")::equals);
            SEEN.add(families + ": "
                    + lab.namespace("bob").addresses().stream()
                            .map(address -> address.address())
                            .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
                            .map(io.github.netnsjunit.address.IpAddress::text)
                            .toList());
        }
    }

    @Test
    void aTestRunsOverTheFamilies() {
        assertThat(passed(RoutedTestCases.class)).containsExactly("over IPv4", "over IPv6", "over IPv4 and IPv6");
        assertThat(SEEN)
                .containsExactly("IPv4: [10.1.0.2]", "IPv6: [fd04::a01:2]", "IPv4 and IPv6: [10.1.0.2, fd04::a01:2]");
    }

    @NetNamespace("left")
    @NetNamespace("right")
    @VethPair(
            left = @VethEnd(namespace = "left", name = "eth0", address = "10.0.0.1/24"),
            right = @VethEnd(namespace = "right", name = "eth0", address = "10.0.0.2/24"))
    @LabLifecycle(Lifecycle.PER_CLASS)
    static class CombinedTestCases {

        @OverFamilies({IpFamilies.IPV4, IpFamilies.IPV6})
        @OverMtus({1400, 9000})
        @LabLifecycle(Lifecycle.PER_METHOD)
        void hasTheMtu(@NetNamespace("left") NetworkNamespace left, int mtu, IpFamilies families) {
            assertThat(left.interfaceNamed("eth0").mtu()).isEqualTo(mtu);
            assertThat(families.contain(left.address())).isTrue();
        }
    }

    @Test
    void severalAnnotationsRunTheTestOverTheirCombinations() {
        assertThat(passed(CombinedTestCases.class))
                .containsExactly(
                        "over IPv4, MTU 1400", "over IPv4, MTU 9000", "over IPv6, MTU 1400", "over IPv6, MTU 9000");
    }

    static final class OneHost implements Supplier<Topology> {
        @Override
        public Topology get() {
            return Topology.of(Namespace.of("host"));
        }
    }

    static final class TwoHosts implements Supplier<Topology> {
        @Override
        public Topology get() {
            return Topology.of(Namespace.of("host"), Namespace.of("other"));
        }
    }

    static class NetworksTestCases {

        @OverNetworks({OneHost.class, TwoHosts.class})
        @InNamespace("host")
        void runsInTheHost(@NetNamespace("host") NetworkNamespace host, Lab lab) {
            assertThat(host.isOpen()).isTrue();
            SEEN.add(lab.namespaces().toString());
        }
    }

    @Test
    void aTestRunsOverNetworksOfOnesOwn() {
        assertThat(passed(NetworksTestCases.class)).containsExactly("over OneHost", "over TwoHosts");
        assertThat(SEEN).containsExactly("[namespace host]", "[namespace host, namespace other]");
    }

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
                                .adding(io.github.netnsjunit.link.Lan.of("lan", "10.0.0.0/24", hosts(size)))
                                .value(size))
                        .toList();
            }

            private static String[] hosts(int size) {
                if (size < 1) {
                    throw new IllegalArgumentException("value [" + size + "] must be at least 1");
                }
                return java.util.stream.IntStream.range(0, size)
                        .mapToObj(i -> "host" + i)
                        .toArray(String[]::new);
            }
        }
    }

    static class OwnAnnotationTestCases {

        @OverSizes({1, 3})
        void hasTheHosts(Lab lab, int size) {
            assertThat(lab.namespaces()).hasSize(size + 1);
        }
    }

    @Test
    void anAnnotationOfOnesOwnVariesTheNetwork() {
        assertThat(passed(OwnAnnotationTestCases.class)).containsExactly("over 1 hosts", "over 3 hosts");
    }

    static class BadValueTestCases {

        @OverSizes(0)
        void neverRuns(Lab lab) {
            SEEN.add(lab.toString());
        }
    }

    @OverFamilies
    @Target(ElementType.TYPE)
    @Retention(RetentionPolicy.RUNTIME)
    @interface Misused {}

    @Misused
    @NetNamespace("blue_ns")
    static class OnClassTestCases {

        @Test
        void neverRuns(Lab lab) {
            SEEN.add(lab.toString());
        }
    }

    static class NoNetworkTestCases {

        @OverFamilies(IpFamilies.IPV6)
        void neverRuns() {
            SEEN.add("ran");
        }
    }

    @NetNamespace("blue_ns")
    static class BesideParametersTestCases {

        @OverFamilies(IpFamilies.IPV6)
        @ParameterizedTest
        @ValueSource(strings = "a")
        void neverRunsWithoutFamily(Object value) {
            SEEN.add(value.toString());
        }
    }

    @NetNamespace("blue_ns")
    @LabLifecycle(Lifecycle.PER_CLASS)
    static class SharedTestCases {

        @OverMtus(1400)
        void neverRuns(Lab lab) {
            SEEN.add(lab.toString());
        }
    }

    @Lan(name = "office", subnet = "10.1.0.0/24", hosts = "alice")
    static class SmallMtuTestCases {

        @OverFamilies(IpFamilies.IPV6)
        @OverMtus({1000, 1000})
        void namesTwice() {}

        @OverFamilies(IpFamilies.IPV6)
        @OverMtus(1000)
        void isTooSmall(Lab lab) {
            SEEN.add(lab.toString());
        }

        @OverMtus({})
        void namesNothing() {}
    }

    @Test
    void mistakesNameTheAnnotation() {
        SEEN.clear();
        assertThat(mistakes(BadValueTestCases.class))
                .singleElement()
                .asString()
                .contains(
                        "@OverSizes(0) on method OverFamiliesTests.BadValueTestCases.neverRuns(Lab): value [0] must be");
        assertThat(mistakes(OnClassTestCases.class))
                .singleElement()
                .asString()
                .contains("@OverFamilies", "has no effect there: only a method can run over networks");
        assertThat(mistakes(NoNetworkTestCases.class))
                .singleElement()
                .asString()
                .contains("@OverFamilies", "varies a network, but none is declared");
        assertThat(mistakes(BesideParametersTestCases.class))
                .anySatisfy(message -> assertThat(message)
                        .contains("@OverFamilies", "makes tests of the method, and so does another annotation"));
        assertThat(mistakes(SharedTestCases.class))
                .singleElement()
                .asString()
                .contains("@OverMtus(1400)", "Put @LabLifecycle(PER_METHOD) beside it");
        assertThat(mistakes(SmallMtuTestCases.class))
                .anySatisfy(message -> assertThat(message).contains("@OverMtus", "it names [MTU 1000] twice"))
                .anySatisfy(message -> assertThat(message).contains("MTU [1000]", "1280"))
                .anySatisfy(message -> assertThat(message).contains("@OverMtus", "it names nothing"));
        assertThat(SEEN).isEmpty();
    }
}
