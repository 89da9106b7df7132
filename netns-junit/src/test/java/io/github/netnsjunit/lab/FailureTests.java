package io.github.netnsjunit.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.github.netnsjunit.kernel.libc.Errno;
import io.github.netnsjunit.kernel.libc.Libc;
import io.github.netnsjunit.link.BridgeLink;
import io.github.netnsjunit.link.End;
import io.github.netnsjunit.link.VethLink;
import io.github.netnsjunit.policy.SysctlSetting;
import io.github.netnsjunit.process.NamespaceProcess;
import io.github.netnsjunit.route.StaticRoute;
import io.github.netnsjunit.topology.Namespace;
import io.github.netnsjunit.topology.Topology;
import java.net.NetworkInterface;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Lets every system call and every netlink request fail in turn. Each time there must be a clear error, and nothing may be left. */
class FailureTests {

    private static final String SETTING = "net.ipv4.ip_forward";

    /** The article's network, a bridge with a port, a route of IPv6, and settings. */
    private static final Topology TOPOLOGY = Topology.of(
            Namespace.of("root_ns"),
            Namespace.of("blue_ns"),
            Namespace.of("switch_ns"),
            VethLink.between(
                    End.of("root_ns", "veth_root_ns", "10.0.0.1/24", "fd00::1/64"),
                    End.of("blue_ns", "veth_blue_ns", "10.0.0.2/24", "fd00::2/64")
                            .mtu(1400)),
            BridgeLink.of("switch_ns", "br0", "10.0.1.1/24"),
            VethLink.between(
                    End.of("root_ns", "veth_br", "10.0.1.2/24"),
                    End.of("switch_ns", "port").master("br0")),
            StaticRoute.defaultVia("blue_ns", "10.0.0.1"),
            StaticRoute.of("blue_ns", "fd01::/64", "fd00::1").dev("veth_blue_ns"),
            SysctlSetting.of("root_ns", SETTING, "1"),
            SysctlSetting.of("blue_ns", "net.ipv4.conf.veth_blue_ns.rp_filter", "1"));

    private final FailingLibc fault = new FailingLibc();
    private final Libc libc = fault.libc();
    private Traces before;

    @BeforeAll
    static void warmUp() throws Exception {
        try (Lab lab = Lab.create(TOPOLOGY)) {
            lab.namespace("blue_ns").call(() -> lab.namespace("blue_ns").interfaces());
        }
    }

    @BeforeEach
    void remember() {
        before = Traces.now();
    }

    @AfterEach
    void assertNothingIsLeft() {
        before.assertNothingAdded("the test");
    }

    /** The error alternates between a missing privilege and another reason. */
    private static int errno(int number) {
        return number % 2 == 0 ? Errno.EPERM : Errno.ENOMEM;
    }

    @Test
    void whenAnySystemCallOfProvisioningFailsNothingIsLeft() {
        int number = 1;
        while (refused(errno(number), () -> Lab.create(TOPOLOGY, libc), number, "namespace [")) {
            before.assertNothingAdded("call " + number + ", " + fault.failed());
            number++;
        }
        assertThat(number).as("system calls of provisioning").isGreaterThan(30);
    }

    /** Other threads go on for a moment then, and what they have made is closed too. */
    @Test
    void whenAnySystemCallForNamespacesThatAreMadeSideBySideFailsNothingIsLeft() {
        Topology many = Topology.of(IntStream.rangeClosed(1, 9)
                .mapToObj(i -> Namespace.of("ns" + i))
                .toArray(Namespace[]::new));
        int number = 1;
        while (refused(errno(number), () -> Lab.create(many, libc), number, "namespace [ns")) {
            before.assertNothingAdded("call " + number + ", " + fault.failed());
            number++;
        }
        assertThat(number).as("system calls of provisioning").isGreaterThan(9 * 10);
    }

    @Test
    void whenAnySystemCallOfProvisioningOnTheHostFailsNothingIsLeft() throws Exception {
        Topology besideHost = Topology.of(
                Namespace.of("blue_ns"),
                Namespace.host("host_ns"),
                VethLink.between(
                        End.of("blue_ns", "veth_blue_ns", "198.18.250.2/30"),
                        End.of("host_ns", "nnj_fail", "198.18.250.1/30")));
        HostNamespaceTests.assumeHostNamespace();
        int number = 1;
        while (refused(Errno.ENOMEM, () -> Lab.create(besideHost, libc), number, "namespace")) {
            assertThat(NetworkInterface.getByName("nnj_fail"))
                    .as("the host's end after the failure of call " + number)
                    .isNull();
            before.assertNothingAdded("call " + number + ", " + fault.failed());
            number++;
        }
        assertThat(number).isGreaterThan(20);
    }

    @Test
    void whenAnyNetlinkRequestOfProvisioningFailsNothingIsLeft() {
        int number = 1;
        for (; ; number++) {
            FailingLibc spoiler = new FailingLibc();
            Libc spoilt = spoiler.libc();
            spoiler.spoilRequest(number);
            Throwable refusal =
                    catchThrowable(() -> Lab.create(TOPOLOGY, spoilt).close());
            if (spoiler.failed() == null) {
                break;
            }
            assertThat(refusal)
                    .isExactlyInstanceOf(LabException.class)
                    .hasMessageMatching(
                            "(?s)namespace \\[(root|blue|switch)_ns]"
                                    + "(, interface \\[(lo|veth_root_ns|veth_blue_ns|veth_br|port|br0)]: .*"
                                    + "|: .*add route default via 10.0.0.1: |: could not settle the links: list .*)EOPNOTSUPP.*");
            before.assertNothingAdded("request " + number);
        }
        assertThat(number).as("requests of provisioning").isGreaterThan(14);
    }

    @ParameterizedTest
    @EnumSource
    @Timeout(60) // without it, a refusal that did not reach the caller would let the test wait for ever
    void whenAnySystemCallOfAFirstTaskFailsTheNamespaceIsUsable(Task task) throws Exception {
        for (int number = 1; ; number++) {
            try (Lab lab = Lab.create(TOPOLOGY, libc)) {
                NetworkNamespace blue = lab.namespace("blue_ns");
                boolean refused = refused(errno(number), () -> task.in(blue), number, "namespace [blue_ns]");
                assertThat(blue.call(() -> 42))
                        .as("the namespace after a refusal")
                        .isEqualTo(42);
                if (!refused) {
                    assertThat(number).as("system calls of a first call").isGreaterThan(10);
                    return;
                }
            }
            before.assertNothingAdded("call " + number + ", " + fault.failed());
        }
    }

    enum Task {
        CALL {
            @Override
            Object in(NetworkNamespace blue) throws Exception {
                return blue.call(() -> 42);
            }
        },
        ANY_OF_SEVERAL {
            @Override
            Object in(NetworkNamespace blue) throws Exception {
                return blue.executor().invokeAny(List.of(() -> 42));
            }
        },
        MADE_BY_THE_CALLER {
            @Override
            Object in(NetworkNamespace blue) throws Exception {
                FutureTask<Integer> task = new FutureTask<>(() -> 42);
                blue.executor().execute(task);
                return task.get();
            }
        };

        abstract Object in(NetworkNamespace blue) throws Exception;
    }

    /**
     * In practice the kernel can refuse nothing but the private views. It must refuse when the pool makes the thread: a pool would wait
     * for ever for a thread that did not enter.
     */
    @Test
    void whenAnySystemCallForAPoolsFirstThreadFailsThePoolIsTold() throws Exception {
        int number = 1;
        boolean refused = true;
        while (refused) {
            try (Lab lab = Lab.create(TOPOLOGY, libc)) {
                NetworkNamespace blue = lab.namespace("blue_ns");
                refused = refused(errno(number), () -> blue.threadFactory().newThread(() -> {}), number, "blue_ns");
            }
            before.assertNothingAdded("call " + number + ", " + fault.failed());
            number++;
        }
        assertThat(number).isGreaterThan(10);
    }

    @Test
    void whenAnySystemCallOfReadingOrChangingFailsTheUserIsTold() {
        try (Lab lab = Lab.create(TOPOLOGY, libc)) {
            NetworkNamespace blue = lab.namespace("blue_ns");
            for (Callable<Object> use : uses(blue)) {
                int number = 1;
                while (refused(Errno.ENOMEM, use, number, "namespace [")) { // host names ask the others too
                    number++;
                }
                assertThat(number).isGreaterThan(1);
            }
        }
    }

    private static Iterable<Callable<Object>> uses(NetworkNamespace blue) {
        Callable<Object> change = () -> {
            blue.linkDown("veth_blue_ns");
            return null;
        };
        Callable<Object> set = () -> {
            blue.sysctl(SETTING, "1");
            return null;
        };
        return List.of(blue::interfaces, blue::routes, blue::neighbours, change, set);
    }

    @Test
    void whenAnySystemCallOfClosingFailsNothingIsLeft() throws Exception {
        boolean refused = true;
        int number = 0;
        while (refused) {
            number++;
            Lab lab = Lab.create(TOPOLOGY, libc);
            NetworkNamespace blue = lab.namespace("blue_ns");
            NamespaceProcess process = blue.start("sleep", "1000");
            refused = refused(
                    Errno.EPERM,
                    () -> {
                        lab.close();
                        return null;
                    },
                    number,
                    "namespace [");
            await("the process's end")
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> ProcessHandle.of(process.pid()).isEmpty());
            before.assertNothingAdded("call " + number + ", " + fault.failed());
        }
        // The two signals, the private views that the process made, and of each namespace two descriptors.
        assertThat(number).as("system calls of closing").isGreaterThan(2 + 1 + 3 * 2);
    }

    /**
     * Runs a body whose n-th system call fails, and checks its exception. Returns false if the body makes fewer calls; then closes the lab
     * that it made.
     */
    private boolean refused(int errno, Callable<?> body, int number, String expected) {
        fault.forget();
        fault.failCall(number, errno);
        Object[] made = new Object[1];
        Throwable refusal = catchThrowable(() -> made[0] = body.call());
        fault.disarm();
        if (made[0] instanceof Lab lab) {
            lab.close();
        }
        if (fault.failed() == null) {
            assertThat(refusal).isNull();
            return false;
        }
        assertThat(refusal instanceof RejectedExecutionException ? refusal.getCause() : refusal)
                .as("call %s, %s", number, fault.failed())
                .isExactlyInstanceOf(errno == Errno.EPERM ? MissingPrivilegeException.class : LabException.class)
                .hasMessageContaining(expected)
                .hasMessageContaining("could not ")
                .hasMessageContaining(Errno.name(errno))
                .hasMessageContaining(fault.failed());
        return true;
    }
}
