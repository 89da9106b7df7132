package io.github.netnsjunit.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.netnsjunit.kernel.libc.Errno;
import io.github.netnsjunit.lab.inside.BlankNamespaces;
import io.github.netnsjunit.lab.system.Platform;
import io.github.netnsjunit.link.End;
import io.github.netnsjunit.link.VethLink;
import io.github.netnsjunit.policy.SysctlSetting;
import io.github.netnsjunit.topology.Namespace;
import io.github.netnsjunit.topology.Topology;
import org.junit.jupiter.api.Test;

/** Lets every system call fail in turn that makes a lab whose namespaces are made at once, because the last such lab was entered. */
class EnteredAgainFailureTests {

    private static final Topology TOPOLOGY = Topology.of(
            Namespace.of("root_ns"),
            Namespace.of("blue_ns"),
            VethLink.between(
                    End.of("root_ns", "veth_root_ns", "10.0.0.1/24", "fd00::1/64"),
                    End.of("blue_ns", "veth_blue_ns", "10.0.0.2/24", "fd00::2/64")),
            SysctlSetting.of("root_ns", "net.ipv4.ip_forward", "1"));

    private final BlankNamespaces nothingAhead = new BlankNamespaces(0);

    private void enterALab() throws Exception {
        try (Lab lab = Lab.create(TOPOLOGY, Platform.libc(), nothingAhead)) {
            for (NetworkNamespace namespace : lab.namespaces()) {
                namespace.run(() -> {});
            }
        }
    }

    @Test
    void whenAnySystemCallFailsTheMessageSaysWhereAndNothingIsLeft() throws Exception {
        enterALab();
        Traces before = Traces.now();
        for (int number = 1; ; number++) {
            enterALab();
            FailingLibc fault = new FailingLibc().failCall(number, Errno.ENOMEM);
            Throwable refusal = catchThrowable(
                    () -> Lab.create(TOPOLOGY, fault.libc(), nothingAhead).close());
            fault.disarm();
            if (fault.failed() == null) {
                assertThat(refusal).isNull();
                assertThat(number).as("system calls of making it").isGreaterThan(60);
                return;
            }
            if (refusal != null || !fault.failed().equals("close")) { // that of a lab that was made already
                assertThat(refusal)
                        .as("call %s, %s", number, fault.failed())
                        .isInstanceOf(LabException.class)
                        .hasMessageContaining("namespace [")
                        .hasMessageContaining(fault.failed());
            }
            before.assertNothingAdded("call " + number + ", " + fault.failed());
        }
    }
}
