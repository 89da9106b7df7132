package io.github.netnsjunit.examples;

import static io.github.netnsjunit.assertj.NetnsAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.netnsjunit.jupiter.Exposed;
import io.github.netnsjunit.jupiter.Lan;
import io.github.netnsjunit.jupiter.NetNamespace;
import io.github.netnsjunit.lab.Exposure;
import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.NetworkNamespace;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A shell beside the test looks into its network. */
@Lan(
        name = "office",
        subnet = "10.1.0.0/24",
        hosts = {"alice", "bob"})
class ExposeTests {

    @BeforeAll
    static void needPrograms() {
        Programs.need("ip", "nsenter");
    }

    // tag::expose[]
    @Test
    void aShellEntersByName(Lab lab) throws Exception {
        assumeTrue(Files.isWritable(Path.of("/run")), "only root gives names"); // not in a user namespace

        try (Exposure exposure = lab.expose()) {
            String name = exposure.name("alice"); // such as junit-4711-alice
            assertThat(shell("ip netns exec " + name + " ip -br address")).contains("10.1.0.1/24");
            assertThat(shell("ip -n " + name + " route")).contains("10.1.0.0/24");
        }
    }
    // end::expose[]

    // tag::enter[]
    @Test
    void aShellEntersWithoutAName(@NetNamespace("alice") NetworkNamespace alice) throws Exception {
        assumeTrue(Files.isWritable(Path.of("/run")), "in a user namespace, for a shell outside it");

        String command = alice.enterCommand(); // such as nsenter --target 4712 --net --mount --uts

        assertThat(shell(command + " getent hosts bob")).contains("10.1.0.2");
    }
    // end::enter[]

    // tag::exposed[]
    @Test
    @Exposed(hold = "10 m")
    void staysForAShellIfItFails(@NetNamespace("alice") NetworkNamespace alice) {
        assertThat(alice).canPing("bob");
    }
    // end::exposed[]

    private static String shell(String command) throws Exception {
        Process process = new ProcessBuilder("sh", "-c", command)
                .redirectErrorStream(true)
                .start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
