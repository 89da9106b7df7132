package io.github.netnsjunit.lab.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.netnsjunit.lab.Addition;
import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.process.NamespaceProcess;
import io.github.netnsjunit.process.Signal;
import io.github.netnsjunit.topology.Namespace;
import io.github.netnsjunit.topology.Topology;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How programs are asked to end, and in which order. */
class StopTests {

    /**
     * Writes the names of the signals that it gets, and ends at the one that is its last argument. A shell cannot trap what it inherited
     * ignored, such as SIGHUP under nohup: so that is undone first.
     */
    private static final String[] TELLS_ITS_SIGNALS = {
        "env",
        "--default-signal",
        "sh",
        "-c",
        "for s in HUP INT USR1 USR2 TERM WINCH; do trap \"echo got $s; [ $s = $1 ] && exit 0\" $s; done;"
                + " echo ready; while :; do read line; done",
        "sh"
    };

    @TempDir
    Path directory;

    private static NamespaceProcess.Builder endingAt(NetworkNamespace namespace, String signal) {
        List<String> command = new ArrayList<>(List.of(TELLS_ITS_SIGNALS));
        command.add(signal);
        return namespace.process(command.toArray(String[]::new)).withInput();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "SIGKILL")
    void aProgramEndsWithItsOwnSignal(Signal signal) throws Exception {
        try (Lab lab = Lab.create(Topology.of(Namespace.of("blue")))) {
            String name = signal.name().substring("SIG".length());
            NamespaceProcess process =
                    endingAt(lab.namespace("blue"), name).stopWith(signal).start();
            process.awaitOutput("ready");

            process.close();

            assertThat(process.exitCode()).isZero();
            assertThat(process.output()).isEqualTo("ready\ngot " + name + "\n");
        }
    }

    @Test
    void theNextSignalComesIfTheProgramRunsOn() throws Exception {
        try (Lab lab = Lab.create(Topology.of(Namespace.of("blue")))) {
            NamespaceProcess process = endingAt(lab.namespace("blue"), "HUP")
                    .stopWith(Signal.SIGINT, Signal.SIGHUP)
                    .stopWithin(Duration.ofSeconds(3))
                    .start();
            process.awaitOutput("ready");

            lab.close();

            assertThat(process.exitCode()).isZero();
            assertThat(process.output()).isEqualTo("ready\ngot INT\ngot HUP\n");
        }
    }

    @Test
    void aProgramThatHeedsNoneIsKilled() throws Exception {
        try (Lab lab = Lab.create(Topology.of(Namespace.of("blue")))) {
            NamespaceProcess process = endingAt(lab.namespace("blue"), "none")
                    .stopWith(Signal.SIGINT)
                    .stopWithin(Duration.ZERO)
                    .start();
            process.awaitOutput("ready");

            process.close();

            assertThat(process.exitCode()).isEqualTo(128 + 9);
        }
    }

    @Test
    void mistakesNameTheArgument() {
        try (Lab lab = Lab.create(Topology.of(Namespace.of("blue")))) {
            NamespaceProcess.Builder builder = lab.namespace("blue").process("true");
            assertThatThrownBy(builder::stopWith)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("signals");
            assertThatThrownBy(() -> builder.stopWithin(Duration.ofSeconds(-1)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("patience");
        }
    }

    private NamespaceProcess.Builder notingItsEnd(NetworkNamespace namespace, String name, Path ends) {
        return namespace
                .process(
                        "sh",
                        "-c",
                        "trap 'echo \"$1\" >>\"$2\"; exit 0' TERM; echo ready; read line; echo \"$line\"; read line",
                        "sh",
                        name,
                        ends.toString())
                .withInput();
    }

    private static final Namespace[] TEN =
            IntStream.range(0, 10).mapToObj(i -> Namespace.of("node" + i)).toArray(Namespace[]::new);

    private List<NamespaceProcess> twentyProgramsInTheTen(Lab lab, Path ends) {
        List<NamespaceProcess> processes = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            NetworkNamespace node = lab.namespace("node" + i % 10);
            processes.add(notingItsEnd(node, "program" + i, ends).start());
        }
        for (int i = 0; i < 20; i++) {
            processes.get(i).awaitOutput("^ready$").writeLine("hello " + i).awaitOutput("^hello " + i + "$");
        }
        assertThat(ends).doesNotExist();
        return processes;
    }

    private static void assertEndedInReverseOrder(List<NamespaceProcess> processes, Path ends) throws IOException {
        assertThat(processes).noneMatch(NamespaceProcess::isAlive);
        assertThat(Files.readAllLines(ends))
                .isEqualTo(IntStream.range(0, 20)
                        .mapToObj(i -> "program" + (19 - i))
                        .toList());
    }

    @Test
    void twentyProgramsInTenNamespacesEndInReverseOrder() throws Exception {
        Path ends = directory.resolve("ends");
        try (Lab lab = Lab.create(Topology.of(TEN))) {
            List<NamespaceProcess> processes = twentyProgramsInTheTen(lab, ends);
            lab.close();
            assertEndedInReverseOrder(processes, ends);
        }
    }

    @Test
    void theyEndInReverseOrderIfTheNamespacesAreTakenAway() throws Exception {
        Path ends = directory.resolve("ends");
        try (Lab lab = Lab.create(Topology.of(Namespace.of("blue")))) {
            Addition ten = lab.add(TEN);
            List<NamespaceProcess> processes = twentyProgramsInTheTen(lab, ends);
            ten.close();
            assertEndedInReverseOrder(processes, ends);
        }
    }

    @Test
    void theOrderCanBeSaid() throws Exception {
        Path ends = directory.resolve("ends");
        try (Lab lab = Lab.create(Topology.of(Namespace.of("one"), Namespace.of("two")))) {
            for (String name : List.of("first", "second", "third")) {
                notingItsEnd(lab.namespace(name.equals("second") ? "two" : "one"), name, ends)
                        .stopOrder(name.equals("first") ? -1 : 0)
                        .start()
                        .awaitOutput("ready");
            }
        }
        assertThat(Files.readAllLines(ends)).containsExactly("first", "third", "second");
    }
}
