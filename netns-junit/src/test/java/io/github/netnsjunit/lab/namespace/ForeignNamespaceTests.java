package io.github.netnsjunit.lab.namespace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.netnsjunit.address.LinkAddress;
import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.LabException;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.lab.listing.Interface;
import io.github.netnsjunit.link.End;
import io.github.netnsjunit.link.VethLink;
import io.github.netnsjunit.process.NamespaceProcess;
import io.github.netnsjunit.topology.Namespace;
import io.github.netnsjunit.topology.Topology;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
@Tag("kernel")
class ForeignNamespaceTests {

    private static final Topology TOPOLOGY = Topology.of(
            Namespace.of("red_ns"),
            Namespace.of("blue_ns"),
            VethLink.between(
                    End.of("red_ns", "veth_red_ns", "10.0.0.1/24"), End.of("blue_ns", "veth_blue_ns", "10.0.0.2/24")));

    @Test
    void canBeThatOfAProcessInALab() throws Exception {
        try (Lab lab = Lab.create(TOPOLOGY)) {
            NamespaceProcess process = lab.namespace("blue_ns").start("sh", "-c", "echo ready; sleep 1000");
            process.awaitOutput("ready");
            try (NetworkNamespace foreign = NetworkNamespace.ofProcess(process.pid())) {
                assertThat(foreign.name()).isEqualTo("process " + process.pid());
                assertThat(foreign.call(() -> NetworkInterface.getByName("veth_blue_ns")))
                        .isNotNull();
                assertThat(foreign.routes())
                        .hasToString(lab.namespace("blue_ns").routes().toString());
                foreign.addAddress("veth_blue_ns", "10.0.0.9/24");
                assertThat(foreign.start("true").awaitExit()).isZero();
            }
            assertThat(process.isAlive()).isTrue();
            assertThat(lab.namespace("blue_ns").addresses()).contains(LinkAddress.parse("10.0.0.9/24"));
        }
    }

    @Test
    void canBeThatOfAnyProcess() throws Exception {
        Process sleep = new ProcessBuilder("unshare", "-n", "sleep", "1000").start();
        try {
            Path own = Files.readSymbolicLink(Path.of("/proc/self/ns/net"));
            Path theirs = Path.of("/proc", Long.toString(sleep.pid()), "ns", "net");
            await("unshare").until(() -> !Files.readSymbolicLink(theirs).equals(own));
            try (NetworkNamespace foreign = NetworkNamespace.ofProcess(sleep.pid());
                    NetworkNamespace byPath = NetworkNamespace.ofPath(theirs.toString())) {
                assertThat(foreign.interfaces()).extracting(Interface::name).containsExactly("lo");
                byPath.linkUp("lo");
                assertThat(foreign.interfaceNamed("lo").up()).isTrue();
                assertThat(byPath.name()).isEqualTo(theirs.toString());
            }
        } finally {
            sleep.destroyForcibly().waitFor();
        }
    }

    @Test
    void isNotOpenedIfThereIsNone(@TempDir Path directory) throws Exception {
        Path file = Files.createFile(directory.resolve("file"));
        assertThatThrownBy(() -> NetworkNamespace.ofPath(directory.resolve("nothing")))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("ENOENT")
                .hasMessageContaining("nothing");
        for (Path none : new Path[] {file, directory, Path.of("/proc/self/ns/mnt"), Path.of("/dev/null")}) {
            assertThatThrownBy(() -> NetworkNamespace.ofPath(none))
                    .isInstanceOf(LabException.class)
                    .hasMessage("[" + none + "] is not a network namespace");
        }
        assertThatThrownBy(() -> NetworkNamespace.ofProcess(Integer.MAX_VALUE))
                .isInstanceOf(LabException.class)
                .hasMessage("there is no process " + Integer.MAX_VALUE);
    }

    @Test
    void isNotWaitedForAtTheOtherEndOfAPipe(@TempDir Path directory) throws Exception {
        Path pipe = directory.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        assertThatThrownBy(() -> NetworkNamespace.ofPath(pipe))
                .isInstanceOf(LabException.class)
                .hasMessage("[" + pipe + "] is not a network namespace");
    }
}
