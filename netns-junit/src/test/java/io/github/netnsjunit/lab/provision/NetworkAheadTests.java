package io.github.netnsjunit.lab.provision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.github.netnsjunit.kernel.libc.Errno;
import io.github.netnsjunit.lab.FailingLibc;
import io.github.netnsjunit.lab.Traces;
import io.github.netnsjunit.lab.inside.BlankNamespaces;
import io.github.netnsjunit.lab.system.Platform;
import io.github.netnsjunit.link.End;
import io.github.netnsjunit.link.Lan;
import io.github.netnsjunit.link.LoopbackLink;
import io.github.netnsjunit.link.Router;
import io.github.netnsjunit.link.TapLink;
import io.github.netnsjunit.link.VethLink;
import io.github.netnsjunit.policy.Nat;
import io.github.netnsjunit.policy.NatKind;
import io.github.netnsjunit.service.DnsServer;
import io.github.netnsjunit.topology.Namespace;
import io.github.netnsjunit.topology.Part;
import io.github.netnsjunit.topology.Topology;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NetworkAheadTests {

    private static final Topology PAIR = Topology.of(
            Namespace.of("root_ns"),
            Namespace.of("blue_ns"),
            VethLink.between(
                    End.of("root_ns", "veth_root_ns", "10.0.0.1/24", "fd00::1/64"),
                    End.of("blue_ns", "veth_blue_ns", "10.0.0.2/24", "fd00::2/64")));

    private final BlankNamespaces stock = new BlankNamespaces(2);

    @AfterEach
    void emptyTheStock() {
        stock.limit(0);
    }

    private void fillTheStock() {
        stock.prepareForLike(PAIR.outline().namespaces());
        await().atMost(Duration.ofSeconds(30)).pollInSameThread().until(() -> stock.ready() == 2);
    }

    private boolean canWait(Part... parts) {
        return new NetworkAhead(Platform.libc(), Topology.of(parts), stock).canWait();
    }

    @Test
    void whatLivesInTheKernelAloneCanWait() {
        assertThat(canWait(
                        Lan.of("office", "10.1.0.0/24", "alice"),
                        Lan.of("internet", "203.0.113.0/24", "server"),
                        Router.of("home", "office", "internet"),
                        Nat.of("home", "internet", NatKind.SYMMETRIC)))
                .isTrue();
    }

    @Test
    void whatNeedsAThreadOrADescriptorOrTheHostCannotWait() {
        assertThat(canWait(Namespace.of("a"), DnsServer.of("a", "www.example.test. 60 IN A 10.0.0.1")))
                .isFalse();
        assertThat(canWait(Namespace.of("a"), TapLink.of("a", "tap0", "10.0.0.1/24")))
                .isFalse();
        assertThat(canWait(Namespace.of("a"), Namespace.host("host"))).isFalse();
        assertThat(canWait(Namespace.of("a").withDuplicateAddressDetection())).isFalse();
    }

    @Test
    void whatChangesWhileItWaitsCannotWait() {
        for (String passing : List.of(
                "10.0.0.1/24 valid_lft 60 preferred_lft 60", "10.0.0.1/24 valid_lft forever preferred_lft 60")) {
            assertThat(canWait(
                            Namespace.of("a"),
                            Namespace.of("b"),
                            VethLink.between(End.of("a", "eth0", passing), End.of("b", "eth0"))))
                    .as(passing)
                    .isFalse();
        }
        assertThat(canWait(Namespace.of("a"), LoopbackLink.of("a", "10.0.0.1/32 valid_lft 60 preferred_lft 60")))
                .isFalse();
    }

    @Test
    void itIsNotMadeIfTheStockHasTooFewNamespaces() {
        assertThat(new NetworkAhead(Platform.libc(), PAIR, stock).make()).isFalse();
    }

    @Test
    void whenAnySystemCallOfMakingItFailsNothingIsLeft() {
        fillTheStock();
        Traces before = Traces.now();
        for (int number = 1; ; number++) {
            FailingLibc fault = new FailingLibc();
            NetworkAhead network = new NetworkAhead(fault.libc(), PAIR, stock);
            fault.failCall(number, Errno.ENOMEM);
            Throwable refusal = catchThrowable(network::make);
            fault.disarm();
            if (fault.failed() == null) {
                assertThat(refusal).isNull();
                network.close();
                assertThat(number).as("system calls of making it").isGreaterThan(20);
                break;
            }
            assertThat(refusal).as("call %s, %s", number, fault.failed()).isNotNull();
            before.assertNothingAdded("call " + number + ", " + fault.failed());
            assertThat(stock.ready()).isZero();
            fillTheStock();
        }
    }

    @Test
    void whenAnySystemCallOfOpeningItFailsNothingIsLeft() {
        fillTheStock();
        Traces before = Traces.now();
        for (int number = 1; ; number++) {
            FailingLibc fault = new FailingLibc();
            NetworkAhead network = new NetworkAhead(fault.libc(), PAIR, stock);
            assertThat(network.make()).isTrue();
            before.assertNothingAdded("the network that waits");
            fault.failCall(number, Errno.ENOMEM);
            Provisioner.Made[] made = new Provisioner.Made[1];
            Throwable refusal = catchThrowable(() -> made[0] = network.take(new UndoLog()));
            fault.disarm();
            if (fault.failed() == null) {
                assertThat(refusal).isNull();
                made[0].sites().forEach(Site::close);
                assertThat(number).as("system calls of opening it").isGreaterThan(6);
                break;
            }
            assertThat(refusal).as("call %s, %s", number, fault.failed()).isNotNull();
            before.assertNothingAdded("call " + number + ", " + fault.failed());
            fillTheStock();
        }
        before.assertNothingAdded("the network that was opened");
    }
}
