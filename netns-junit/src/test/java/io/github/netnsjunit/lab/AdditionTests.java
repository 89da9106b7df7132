package io.github.netnsjunit.lab;

import static io.github.netnsjunit.assertj.NetnsAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.netnsjunit.kernel.libc.Errno;
import io.github.netnsjunit.lab.listing.LeftThread;
import io.github.netnsjunit.lab.listing.RouteEntry;
import io.github.netnsjunit.link.BridgeLink;
import io.github.netnsjunit.link.End;
import io.github.netnsjunit.link.VethLink;
import io.github.netnsjunit.policy.SysctlSetting;
import io.github.netnsjunit.process.NamespaceProcess;
import io.github.netnsjunit.route.StaticRoute;
import io.github.netnsjunit.topology.Namespace;
import io.github.netnsjunit.topology.Part;
import io.github.netnsjunit.topology.Topology;
import io.github.netnsjunit.topology.TopologyException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Parts that are added to a lab while it runs, and taken away again. */
@Tag("kernel")
class AdditionTests extends GrowingLab {

    @Test
    void aNamespaceIsAddedWithItsCableAndTakenAway() throws Exception {
        assertThat(root).canPing("blue"); // makes the hosts file before the new host exists
        Addition green = lab.add(Namespace.of("green"), CABLE);
        NetworkNamespace added = lab.namespace("green");
        assertThat(lab.namespaces()).containsExactly(root, blue, added);
        assertThat(lab.link("green", "root").in(added).name()).isEqualTo("eth0");
        assertThat(root).canPing("green");
        assertThat(added).canPing("root");
        assertThat(added.resolve("root").getHostAddress()).isEqualTo("10.1.0.1");
        green.close();
        assertThat(added.isOpen()).isFalse();
        assertThat(root).hasOnlyInterfaces("lo", "to_blue");
        assertThatThrownBy(() -> root.resolve("green")).isInstanceOf(UnknownHostException.class);
        assertThat(root).canPing("blue");
        assertThat(lab.links()).hasSize(1);
        assertThatIllegalArgumentException().isThrownBy(() -> lab.namespace("green"));
        green.close(); // does nothing the second time
    }

    @Test
    void whatWasTakenAwayCanBeAddedAgain() {
        for (int i = 0; i < 3; i++) {
            try (Addition green = lab.add(Namespace.of("green"), CABLE)) {
                assertThat(green.parts()).hasSize(2);
                assertThat(root).canPing("green");
            }
        }
    }

    @Test
    void additionsMayBeClosedInAnyOrder() {
        Addition green = lab.add(Namespace.of("green"));
        Addition bridge = lab.add(BridgeLink.of("root", "br0", "10.2.0.1/24"));
        Addition cable =
                lab.add(VethLink.between(End.of("root", "port").master("br0"), End.of("green", "eth0", "10.2.0.2/24")));
        Addition route = lab.add(StaticRoute.of("green", "10.0.0.0/24", "10.2.0.1"));
        Addition forwarding = lab.add(SysctlSetting.of("root", "net.ipv4.ip_forward", "1"));
        assertThat(lab.namespace("green")).canPing("10.0.0.1");
        assertThat(root.sysctl("net.ipv4.ip_forward")).isEqualTo("1");

        bridge.close(); // its port goes with it, and the route by its address
        assertThat(root).hasOnlyInterfaces("lo", "to_blue");
        assertThat(lab.namespace("green")).hasOnlyInterfaces("lo");
        assertThat(lab.links()).hasSize(1);
        forwarding.close();
        assertThat(root.sysctl("net.ipv4.ip_forward")).isEqualTo("0");
        green.close();
        assertThat(root).hasOnlyInterfaces("lo", "to_blue");
        route.close();
        cable.close();
        assertThat(lab.topology().parts()).hasSize(3);
        assertThat(root).canPing("blue");
    }

    @Test
    void aRouteIsTakenAwayAndTheRestStays() {
        Addition route = lab.add(StaticRoute.defaultVia("blue", "10.0.0.1"));
        assertThat(blue).hasDefaultRouteVia("10.0.0.1");
        route.close();
        assertThat(blue).hasNoDefaultRoute().canPing("root");
    }

    @Test
    void anAdditionIsCheckedTogetherWithWhatTheLabHas() {
        assertThatThrownBy(() -> lab.add(VethLink.between(
                        End.of("root", "to_blue", "10.3.0.1/24"), End.of("blue", "eth1", "10.0.0.1/24"))))
                .isInstanceOfSatisfying(
                        TopologyException.class,
                        found -> assertThat(found.mistakes()).hasSizeGreaterThan(1))
                .hasMessageContaining("there is already an interface [to_blue] in namespace [root]")
                .hasMessageContaining("the address [10.0.0.1] of blue:eth1 is also that of root:to_blue");
        assertThatThrownBy(() -> lab.add(StaticRoute.defaultVia("blue", "10.9.9.9")))
                .hasMessageContaining("the gateway [10.9.9.9] is on no link");
        assertThat(blue).hasOnlyInterfaces("lo", "eth0");
        assertThat(lab.topology().parts()).hasSize(3);
    }

    @Test
    void whatExistsAlreadyIsNotMadeAgain() {
        Addition same = lab.add(Namespace.of("blue"));
        assertThat(same.parts()).containsExactly(Namespace.of("blue"));
        same.close();
        assertThat(root).canPing("blue");
    }

    @Test
    void aRefusedAdditionLeavesNothing() {
        Part refused = SysctlSetting.of("root", "net.ipv4.no_such_parameter", "1");
        assertThatThrownBy(() -> lab.add(Namespace.of("green"), CABLE, refused))
                .isInstanceOfSatisfying(LabException.class, failure -> {
                    assertThat(failure.part()).contains(refused);
                    assertThat(failure.namespace()).contains("root");
                    assertThat(failure.step()).contains("set net.ipv4.no_such_parameter to [1]");
                    assertThat(failure.interfaceName()).isEmpty();
                });
        assertThat(lab.namespaces()).containsExactly(root, blue);
        assertThat(root).hasOnlyInterfaces("lo", "to_blue").canPing("blue");
    }

    @Test
    void anAdditionLeavesNothingWhicheverSystemCallFails() {
        Traces before = Traces.now();
        FailingLibc fault = new FailingLibc();
        VethLink cable = VethLink.between(End.of("root", "one", "10.0.0.1/24"), End.of("root", "other"));
        try (Lab failing = Lab.create(Topology.of(Namespace.of("root"), cable), fault.libc())) {
            NetworkNamespace only = failing.namespace("root");
            Addition green = null;
            int number = 0;
            while (green == null) {
                number++;
                fault.forget();
                fault.failCall(number, Errno.ENOMEM);
                try {
                    green = failing.add(
                            Namespace.of("green"),
                            VethLink.between(End.of("root", "eth0", "10.1.0.1/24"), End.of("green", "eth0")),
                            SysctlSetting.of("root", "net.ipv4.conf.eth0.rp_filter", "1"),
                            StaticRoute.of("root", "10.2.0.0/16", "10.0.0.9"));
                } catch (LabException refused) {
                    fault.disarm();
                    assertThat(refused).as(fault.failed()).hasMessageContaining("ENOMEM");
                    assertThat(only).as(fault.failed()).hasOnlyInterfaces("lo", "one", "other");
                    assertThat(only.routes())
                            .as(fault.failed())
                            .extracting(route -> route.to().toString())
                            .doesNotContain("10.2.0.0/16");
                    assertThat(failing.namespaces()).containsExactly(only);
                }
            }
            fault.disarm();
            assertThat(number).as("system calls of an addition").isGreaterThan(10);
            green.close();
            assertThat(only).hasOnlyInterfaces("lo", "one", "other");
        }
        before.assertNothingAdded("the additions");
    }

    @Test
    void aFailureNamesThePartAndTheInterface() {
        blue.addVethPair("eth7", "eth8"); // of which the topology knows nothing
        VethLink clash = VethLink.between(End.of("blue", "eth7"), End.of("root", "eth7"));
        assertThatThrownBy(() -> lab.add(clash)).isInstanceOfSatisfying(LabException.class, failure -> {
            assertThat(failure.part()).contains(clash);
            assertThat(failure.namespace()).contains("blue");
            assertThat(failure.interfaceName()).contains("eth7");
            assertThat(failure.step()).contains("add the " + clash);
            assertThat(failure).hasMessageContaining("EEXIST");
        });
        assertThat(blue).hasOnlyInterfaces("lo", "eth0", "eth7", "eth8");
        assertThat(root).hasOnlyInterfaces("lo", "to_blue");
    }

    @Test
    void aParameterThatTheKernelSetsOnlyInPartGetsItsOldValueBack() {
        String before = root.sysctl("net.ipv4.ping_group_range");
        SysctlSetting half = SysctlSetting.of("root", "net.ipv4.ping_group_range", "0 5 nonsense");
        assertThatThrownBy(() -> lab.add(half)).isInstanceOfSatisfying(LabException.class, failure -> {
            assertThat(failure.part()).contains(half);
            assertThat(failure.namespace()).contains("root");
        });
        assertThat(root.sysctl("net.ipv4.ping_group_range")).isEqualTo(before);
    }

    /** If the kernel refuses to make something because it exists already, it may belong to somebody else. */
    @Test
    void aRefusalTakesNothingAwayThatExistedBefore() {
        assertThatThrownBy(() -> blue.addVethPair("eth0", "peer")).hasMessageContaining("EEXIST");
        assertThat(root).canPing("blue");
        blue.addDefaultRoute("10.0.0.1");
        assertThatThrownBy(() -> blue.addDefaultRoute("10.0.0.1")).hasMessageContaining("EEXIST");
        assertThatThrownBy(() -> lab.add(StaticRoute.defaultVia("blue", "10.0.0.1")))
                .hasMessageContaining("could not add the route blue: default via 10.0.0.1")
                .hasMessageContaining("EEXIST");
        assertThat(blue).hasDefaultRouteVia("10.0.0.1");
    }

    @Test
    void aPartOfTwoAdditionsStaysUntilBothAreClosed() {
        StaticRoute route = StaticRoute.defaultVia("blue", "10.0.0.1");
        Addition one = lab.add(route);
        Addition other = lab.add(route);
        one.close();
        assertThat(blue).hasDefaultRouteVia("10.0.0.1");
        other.close();
        assertThat(blue).hasNoDefaultRoute();
    }

    @Test
    void onlyTheRouteWithTheRightMetricIsTakenAway() {
        lab.add(VethLink.between(End.of("root", "six", "fd00::1/64"), End.of("blue", "six", "fd00::2/64")));
        lab.add(StaticRoute.of("blue", "fd01::/64", "fd00::1").metric(2000));
        Addition second = lab.add(StaticRoute.of("blue", "fd01::/64", "fd00::1"));
        Addition first = lab.add(StaticRoute.of("blue", "fd01::/64", "fd00::1").metric(100));
        second.close();
        assertThat(blue.routes())
                .filteredOn(each -> each.to().toString().equals("fd01::/64"))
                .extracting(RouteEntry::metric)
                .containsExactlyInAnyOrder(100, 2000);
        first.close();
    }

    /** Two links may lead to the gateway; the kernel takes the more specific one. */
    @Test
    void aRouteIsTakenAwayThroughWhicheverLinkItLeads() {
        lab.add(VethLink.between(End.of("root", "second"), End.of("blue", "second")));
        lab.add(StaticRoute.through("blue", "10.0.0.128/25", "second"));
        Addition route = lab.add(StaticRoute.of("blue", "10.9.0.0/16", "10.0.0.130"));
        assertThat(blue.routes())
                .filteredOn(each -> each.to().toString().equals("10.9.0.0/16"))
                .extracting(RouteEntry::dev)
                .containsExactly("second");
        route.close();
        assertThat(blue.routes()).extracting(each -> each.to().toString()).doesNotContain("10.9.0.0/16");
    }

    @Test
    void whatWasOnATakenAwayNamespaceCanBeAddedAgain() {
        Addition green = lab.add(Namespace.of("green"));
        Addition cable = lab.add(CABLE);
        green.close();
        lab.add(Namespace.of("red")); // works although the cable's addition is still open
        lab.add(Namespace.of("green"));
        lab.add(CABLE);
        cable.close(); // its cable went with the first namespace, so the second one keeps its cable
        assertThat(root).canPing("green");
    }

    @Test
    void aParameterThatCannotBeReadIsWritten() {
        lab.add(SysctlSetting.of("blue", "net.ipv4.route.flush", "1")).close();
        assertThatThrownBy(() -> lab.add(SysctlSetting.of("blue", "net.ipv4.nonsense", "1")))
                .hasMessageContaining("ENOENT");
    }

    @Test
    void aThreadThatUsesTheLabWhenInterruptedDoesNotDelayTheEnd() throws Exception {
        Addition green = lab.add(Namespace.of("green"), CABLE);
        CountDownLatch begun = new CountDownLatch(1);
        Future<Object> asking = lab.namespace("green").executor().submit(() -> {
            begun.countDown();
            try {
                new CountDownLatch(1).await();
                return "never";
            } catch (InterruptedException told) {
                return lab.add(Namespace.of("red"));
            }
        });
        begun.await();
        green.close();
        assertThat(asking.get()).isInstanceOf(Addition.class);
    }

    @Test
    void threadsThatWereLeftInANamespaceAreReported() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        Thread left = new Thread(() -> awaitEnd(end), "left behind");
        try (Addition green = lab.add(Namespace.of("green"))) {
            assertThat(green.parts()).hasSize(1);
            lab.namespace("green").run(() -> {
                left.setDaemon(true);
                left.start();
            });
        }
        assertThat(lab.leftThreads()).extracting(LeftThread::name).containsExactly("left behind");
        end.countDown();
        left.join();
        await("the kernel to forget it")
                .untilAsserted(() -> assertThat(lab.leftThreads()).isEmpty());
    }

    private static void awaitEnd(CountDownLatch end) {
        try {
            end.await();
        } catch (InterruptedException told) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void programsAndThreadsEndWithTheirNamespace() throws Exception {
        Addition green = lab.add(Namespace.of("green"), CABLE);
        NetworkNamespace added = lab.namespace("green");
        NamespaceProcess sleeping = added.start("sleep", "1000");
        CountDownLatch begun = new CountDownLatch(1);
        Future<Boolean> waiting = added.executor().submit(() -> {
            begun.countDown();
            return new CountDownLatch(1).await(1000, java.util.concurrent.TimeUnit.SECONDS);
        });
        begun.await();
        green.close();
        assertThat(sleeping.isAlive()).isFalse();
        assertThat(waiting.isDone()).isTrue();
    }

    @Test
    void manyThreadsMayAddAndTakeAwayAtTheSameTime() throws Exception {
        List<Callable<Object>> bodies = java.util.stream.IntStream.range(0, 8)
                .<Callable<Object>>mapToObj(i -> () -> {
                    for (int round = 0; round < 10; round++) {
                        try (Addition more = lab.add(
                                Namespace.of("ns" + i),
                                VethLink.between(
                                        End.of("root", "to_ns" + i, "10.2." + i + ".1/24"),
                                        End.of("ns" + i, "eth0", "10.2." + i + ".2/24")))) {
                            assertThat(more.parts()).hasSize(2);
                            assertThat(root).canPing("ns" + i);
                        }
                    }
                    return i;
                })
                .toList();
        var pool = java.util.concurrent.Executors.newFixedThreadPool(bodies.size());
        try {
            for (Future<Object> each : pool.invokeAll(bodies)) {
                each.get();
            }
        } finally {
            pool.shutdownNow();
        }
        assertThat(root).hasOnlyInterfaces("lo", "to_blue").canPing("blue");
    }

    @Test
    void anAdditionEndsWithItsLab() {
        Addition green = lab.add(Namespace.of("green"), CABLE);
        NetworkNamespace added = lab.namespace("green");
        lab.close();
        assertThat(added.isOpen()).isFalse();
        green.close();
        assertThatIllegalStateException()
                .isThrownBy(() -> lab.add(Namespace.of("red")))
                .withMessageContaining("is closed");
    }

    @Test
    void aCableIsFoundWhicheverNamespaceIsNamedFirst() {
        assertThat(lab.link("root", "blue")).isEqualTo(lab.link("blue", "root"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> lab.link("root", "green"))
                .withMessageContaining("no cable between [root] and [green]");
    }
}
