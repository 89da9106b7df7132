package io.github.netnsjunit.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.netnsjunit.holds.ChildJvm;
import io.github.netnsjunit.holds.Programs;
import io.github.netnsjunit.holds.Unprivileged;
import io.github.netnsjunit.holds.UserNamespace;
import io.github.netnsjunit.link.End;
import io.github.netnsjunit.link.VethLink;
import io.github.netnsjunit.topology.Namespace;
import io.github.netnsjunit.topology.Topology;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names under which a shell beside the test finds the namespaces of a lab. */
class ExposureTests {

    private static final Path NAMES = Path.of("/run/netns");

    private static final Topology OFFICE = Topology.of(
            Namespace.of("alice"),
            VethLink.between(End.of("alice", "eth0", "10.1.0.1/24"), End.of("bob", "eth0", "10.1.0.2/24")),
            Namespace.of("bob"));

    /** Runs a program of the tests where the machine's own names are not seen: {@code /run} is empty there. */
    private static ChildJvm withOwnRun(Class<?> main, String... arguments) {
        return ChildJvm.of(main, arguments)
                .startedBy(List.of("unshare", "--mount", "sh", "-c", "mount -t tmpfs none /run && exec \"$@\"", "sh"));
    }

    @Test
    void aShellBesideTheTestEntersByName() throws Exception {
        Programs.need("ip", "ping");
        assertThat(withOwnRun(NamesWhileOpen.class).output()).contains("all held");
    }

    /** Exits with another code than 0 if something does not hold. */
    static final class NamesWhileOpen {
        private NamesWhileOpen() {}

        public static void main(String[] arguments) throws Exception {
            Path ofAnother = NAMES.resolve("junit-1-mine");
            Files.createDirectory(NAMES);
            Files.writeString(ofAnother, "not a link");
            Path dead = NAMES.resolve("by-hand");
            Files.createSymbolicLink(dead, Path.of("/proc/999999999/task/999999999/ns/net"));
            String pid = Long.toString(ProcessHandle.current().pid());

            try (Lab lab = Lab.create(OFFICE)) {
                Exposure exposure = lab.expose();
                assertThat(exposure.names())
                        .containsExactly(
                                Map.entry("alice", "junit-" + pid + "-alice"),
                                Map.entry("bob", "junit-" + pid + "-bob"));
                String name = exposure.name("bob");
                assertThat(output("ip", "netns", "exec", name, "ip", "-br", "address", "show", "eth0"))
                        .contains("10.1.0.2/24");
                assertThat(output("ip", "-n", name, "-br", "address")).contains("10.1.0.2/24");
                assertThat(output("ip", "netns", "list")).contains(name, exposure.name("alice"));
                assertThat(output("ip", "netns", "exec", name, "ping", "-c", "1", "10.1.0.1"))
                        .contains("1 received");

                try (Lab second = Lab.create(OFFICE);
                        Exposure more = second.expose()) {
                    assertThat(more.name("alice")).isEqualTo("junit-" + pid + ".2-alice");
                }
                assertThat(names()).containsExactlyInAnyOrderElementsOf(with(exposure, "by-hand", "junit-1-mine"));

                lab.namespace("alice").close();
                assertThat(names()).contains(name).doesNotContain(exposure.name("alice"));
                exposure.close();
                exposure.close();
                assertThat(names()).containsExactlyInAnyOrder("by-hand", "junit-1-mine");
                lab.expose();
            }
            assertThat(names()).containsExactlyInAnyOrder("by-hand", "junit-1-mine");
            assertThat(Files.readString(Path.of("/proc/self/mounts"))).doesNotContain("nsfs");
            System.out.println("all held");
        }

        private static List<String> with(Exposure exposure, String... others) {
            return Stream.concat(exposure.names().values().stream(), Stream.of(others))
                    .toList();
        }
    }

    @Test
    void aNameThatAnotherLabHasTakenIsLeftToIt() throws Exception {
        assertThat(withOwnRun(NamesTakenAgain.class).output()).contains("all held");
    }

    /** Exits with another code than 0 if something does not hold. */
    static final class NamesTakenAgain {
        private NamesTakenAgain() {}

        public static void main(String[] arguments) throws Exception {
            Topology one = Topology.of(Namespace.of("alice"));
            Lab closedLater = Lab.create(one);
            Exposure closed = closedLater.expose();
            String name = closed.name("alice");
            closed.close();
            try (Lab second = Lab.create(one)) {
                assertThat(second.expose().name("alice")).isEqualTo(name);
                closed.close();
                closedLater.close();
                closed.close();
                assertThat(names()).containsExactly(name);
            }
            assertThat(names()).isEmpty();

            try (Lab third = Lab.create(one)) {
                Exposure byHand = third.expose();
                output("ip", "netns", "delete", name);
                try (Lab fourth = Lab.create(one)) {
                    assertThat(fourth.expose().name("alice")).isEqualTo(name);
                    byHand.close();
                    assertThat(names()).containsExactly(name);
                }
            }
            assertThat(names()).isEmpty();
            System.out.println("all held");
        }
    }

    @Test
    void namesOfAKilledProcessAreDeletedByTheNextLab() throws Exception {
        assertThat(withOwnRun(Killing.class).output()).contains("swept");
    }

    /** Starts two processes that expose a lab, kills one of them, and makes a lab. */
    static final class Killing {
        private Killing() {}

        public static void main(String[] arguments) throws Exception {
            Process killed = exposing();
            Process living = exposing();
            try {
                assertThat(names()).hasSize(4);
                killed.destroyForcibly().waitFor();
                assertThat(names()).hasSize(4);

                Lab.create(Topology.of(Namespace.of("any"))).close();

                assertThat(names())
                        .containsExactlyInAnyOrder(
                                "junit-" + living.pid() + "-alice", "junit-" + living.pid() + "-bob");
                System.out.println("swept");
            } finally {
                living.destroyForcibly();
                killed.destroyForcibly();
            }
        }

        private static Process exposing() throws IOException {
            Process process = new ProcessBuilder(ChildJvm.of(Exposing.class).command())
                    .redirectErrorStream(true)
                    .start();
            assertThat(process.inputReader().readLine()).isEqualTo("exposed");
            return process;
        }
    }

    /** Exposes a lab, and waits until it is killed. */
    static final class Exposing {
        private Exposing() {}

        public static void main(String[] arguments) throws Exception {
            Lab.create(OFFICE).expose();
            System.out.println("exposed");
            new CountDownLatch(1).await();
        }
    }

    @Test
    void aNameThatCannotBeDeletedDoesNotPreventALab() throws Exception {
        HostNamespaceTests.assumeHostNamespace(); // only the machine's root can do this
        String prepare = "mount -t tmpfs none /run && mkdir -m 1777 /run/netns"
                + " && ln -s /proc/999999999/task/999999999/ns/net /run/netns/junit-999999999-alice"
                + " && chown -h 65534 /run/netns /run/netns/junit-999999999-alice"
                + " && exec setpriv --bounding-set -fowner \"$@\"";

        assertThat(ChildJvm.of(NameOfAnotherUser.class)
                        .startedBy(List.of("unshare", "--mount", "sh", "-c", prepare, "sh"))
                        .output())
                .contains("all held");
    }

    /** Runs where a directory with the sticky bit has a name that only another user may delete. */
    static final class NameOfAnotherUser {
        private NameOfAnotherUser() {}

        public static void main(String[] arguments) {
            try (Lab lab = Lab.create(OFFICE)) {
                assertThat(lab.expose().name("alice")).endsWith("-alice");
                assertThat(names()).hasSize(3);
            }
            assertThat(names()).containsExactly("junit-999999999-alice");
            System.out.println("all held");
        }
    }

    @Test
    void anOrdinaryUserGetsTheCommandsThatEnterWithoutNames(@TempDir Path directory) throws Exception {
        HostNamespaceTests.assumeHostNamespace(); // only the machine's root can do this
        assumeTrue(UserNamespace.canBeMade(), "no user namespace can be made here");
        assertThat(Unprivileged.childJvm(directory, WithoutNames.class)
                        .startedBy(UserNamespace.ENTER)
                        .output())
                .contains("all held");
    }

    /** Runs in a user namespace that an ordinary user has made, where {@code /run/netns} cannot be written. */
    static final class WithoutNames {
        private WithoutNames() {}

        public static void main(String[] arguments) {
            try (Lab lab = Lab.create(OFFICE)) {
                String command = lab.namespace("bob").enterCommand();
                assertThat(command).contains("--user --preserve-credentials");
                assertThatThrownBy(lab::expose)
                        .isInstanceOf(MissingPrivilegeException.class)
                        .hasMessageContaining("in /run/netns: only the machine's own root may write there")
                        .hasMessageContaining("bob: " + command);
            }
            System.out.println("all held");
        }
    }

    @Test
    void aShellEntersByCommandAndKnowsTheHosts() throws Exception {
        HostNamespaceTests.assumeHostNamespace(); // a program in a user namespace cannot enter that namespace once more
        try (Lab lab = Lab.create(OFFICE)) {
            String command = lab.namespace("bob").enterCommand();

            assertThat(output("sh", "-c", command + " ip -br address show eth0"))
                    .contains("10.1.0.2/24");
            assertThat(output("sh", "-c", command + " getent hosts alice")).contains("10.1.0.1");
            assertThat(output("sh", "-c", command + " hostname")).contains("bob");
        }
    }

    @Test
    void aClosedLabCannotBeExposed() {
        Lab lab = Lab.create(OFFICE);
        lab.close();

        assertThatThrownBy(lab::expose)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("is closed");
    }

    private static List<String> names() {
        try (Stream<Path> names = Files.list(NAMES)) {
            return names.map(name -> name.getFileName().toString()).toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static String output(String... command) throws Exception {
        ChildJvm.Ended ended = ChildJvm.run(List.of(command));
        assertThat(ended.exit()).as(ended.output()).isZero();
        return ended.output();
    }
}
