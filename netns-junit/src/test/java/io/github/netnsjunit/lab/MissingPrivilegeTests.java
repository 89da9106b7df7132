package io.github.netnsjunit.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.netnsjunit.holds.ChildJvm;
import io.github.netnsjunit.holds.Unprivileged;
import io.github.netnsjunit.kernel.system.Privileges;
import io.github.netnsjunit.topology.Namespace;
import io.github.netnsjunit.topology.Topology;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The message for a user who lacks a privilege. */
class MissingPrivilegeTests {

    @Test
    void isReportedWithEveryRemedy(@TempDir Path directory) throws Exception {
        assertThat(Unprivileged.childJvm(directory, Attempt.class).output())
                .contains("MissingPrivilegeException")
                .contains("namespace [blue_ns]: could not make the namespace: unshare(CLONE_NEWNET): EPERM")
                .contains("lacks CAP_SYS_ADMIN, CAP_NET_ADMIN, CAP_NET_RAW")
                .contains("unshare --user --map-root-user --mount ./mvnw verify")
                .contains("kernel.apparmor_restrict_unprivileged_userns=0")
                .contains("sudo ./mvnw verify")
                .contains("docker run --init --cap-add SYS_ADMIN")
                .contains("GitHub Actions");
    }

    /** A process with all privileges except the one that probes need. */
    @Test
    void isReportedForRawSocketsBeforeAnyProbeNeedsThem() throws Exception {
        List<String> withoutRawSockets = List.of("setpriv", "--bounding-set", "-net_raw", "--inh-caps", "-net_raw");
        assertThat(ChildJvm.of(Attempt.class).startedBy(withoutRawSockets).output())
                .contains("MissingPrivilegeException: pings and other probes need raw sockets")
                .contains("This process lacks CAP_NET_RAW.")
                .contains("--cap-add NET_RAW");
    }

    /** In a user namespace nobody can get the privileges for the host's network namespace. */
    @Test
    void isReportedForTheHostsNamespaceWithItsRemedy() throws Exception {
        List<String> rootless = List.of("unshare", "--user", "--map-root-user", "--mount");
        assertThat(ChildJvm.of(HostAttempt.class).startedBy(rootless).output())
                .contains("could not open the host's namespace")
                .contains("run the tests as root (sudo)")
                .doesNotContain("--map-root-user");
    }

    /**
     * The kernel cuts a thread's name at 15 bytes, perhaps within a character of two bytes. The letter in front shifts the place of the
     * cut by one byte.
     */
    @ParameterizedTest
    @ValueSource(strings = {"üüüüüüüüüü", "-üüüüüüüüüü"})
    void isNotReportedBecauseOfAThreadsName(String name) throws Exception {
        FutureTask<List<String>> missing = new FutureTask<>(Privileges::missing);
        new Thread(missing, name).start();
        assertThat(missing.get()).isEqualTo(Privileges.missing());
    }

    /** Run without all privileges. */
    static final class Attempt {
        private Attempt() {}

        public static void main(String[] arguments) {
            attempt(Topology.of(Namespace.of("blue_ns")));
        }
    }

    /** Run in a user namespace. */
    static final class HostAttempt {
        private HostAttempt() {}

        public static void main(String[] arguments) {
            attempt(Topology.of(Namespace.host("host_ns")));
        }
    }

    private static void attempt(Topology topology) {
        try (Lab lab = Lab.create(topology)) {
            System.out.println("made " + lab);
        } catch (LabException refused) {
            System.out.println(refused);
        }
    }
}
