package io.github.netnsjunit.examples.products;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.netnsjunit.examples.Programs;
import io.github.netnsjunit.jupiter.NetNamespace;
import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.process.ExecResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A PostgreSQL of its own for each test, as a program in a namespace. It refuses to run as root, so it runs as nobody. */
@ThreeNodes
class PostgresTests {

    private static final Path DEBIANS_PLACE = Path.of("/usr/lib/postgresql");

    // tag::postgres[]
    @BeforeEach
    void start(@NetNamespace("node1") NetworkNamespace node1, @TempDir Path directory) throws Exception {
        needNobody();
        String programs = directoryOfPrograms().toString();
        Path data = directory.resolve("data");
        mustSucceed(node1.exec(
                "sh", "-c", "chmod 755 $0 && install -d -o nobody $1", directory.toString(), data.toString()));
        mustSucceed(node1.process(asNobody(
                        programs + "/initdb",
                        "--pgdata=" + data,
                        "--username=app",
                        "--auth=trust",
                        "--no-locale",
                        "--no-sync"))
                .directory(directory)
                .exec(Duration.ofMinutes(1)));
        Files.writeString(data.resolve("pg_hba.conf"), "host all all 10.0.0.0/24 trust\n", StandardOpenOption.APPEND);

        node1.process(asNobody(
                        programs + "/postgres",
                        "-D",
                        data.toString(),
                        "-clisten_addresses=*",
                        "-cunix_socket_directories=",
                        "-cfsync=off"))
                .directory(directory)
                .start()
                .awaitOutput("database system is ready to accept connections", Duration.ofMinutes(1));
    }

    @Test
    void theDatabaseSeesWhoAsks(@NetNamespace("node2") NetworkNamespace client) throws Exception {
        assertThat(ask(client, "select host(inet_client_addr())").output()).isEqualTo("10.0.0.2\n");
    }

    @Test
    void aClientIsToldThatTheCableIsPulled(Lab lab, @NetNamespace("node2") NetworkNamespace client) throws Exception {
        lab.link("node1", "switch").left().down();

        ExecResult answer = ask(client, "select 1");
        assertThat(answer.exitCode()).isEqualTo(2);
        assertThat(answer.output()).contains("No route to host");
    }

    private static ExecResult ask(NetworkNamespace client, String question) throws IOException {
        String psql = directoryOfPrograms().resolve("psql").toString();
        return client.process(
                        psql, "--tuples-only", "--no-align", "--command", question, "postgresql://app@node1/postgres")
                .exec(Duration.ofMinutes(1));
    }

    private static String[] asNobody(String... command) {
        List<String> all = new ArrayList<>(List.of("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"));
        all.addAll(List.of(command));
        return all.toArray(String[]::new);
    }
    // end::postgres[]

    private static void mustSucceed(ExecResult result) {
        assertThat(result.exitCode()).as(result.output()).isZero();
    }

    /** Skips the test where no other user than root can be had, as under {@code unshare --map-root-user}. */
    private static void needNobody() {
        Programs.need("setpriv");
        assumeTrue(
                runs(asNobody("true")),
                "PostgreSQL refuses to run as root, and this build cannot become another user: its user namespace has none");
    }

    private static boolean runs(String... command) {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException noSuchProgram) {
            return false;
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    /** Debian's, the newest, which are not on the path. */
    private static Path directoryOfPrograms() throws IOException {
        assumeTrue(Files.isDirectory(DEBIANS_PLACE), "this machine has no " + DEBIANS_PLACE);
        try (Stream<Path> versions = Files.list(DEBIANS_PLACE)) {
            Optional<Path> newest = versions.map(version -> version.resolve("bin"))
                    .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
                    .max(Comparator.comparing(Path::toString));
            assumeTrue(newest.isPresent(), "this machine has no initdb of PostgreSQL");
            return newest.orElseThrow();
        }
    }
}
