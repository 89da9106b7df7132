package io.github.netnsjunit.holds;

import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.lab.listing.Interface;
import io.github.netnsjunit.topology.Namespace;
import io.github.netnsjunit.topology.Topology;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** Kills a {@link KilledProcess} with SIGKILL, several times, and checks that nothing is left of it. */
final class KillTrial {

    /** The environment variable by which the processes of one trial are recognized. */
    private static final String MARK = "NETNS_JUNIT_KILL_TRIAL";

    private static final int TIMES = 4;

    /** The kill comes at a random moment within this time. */
    private static final int MAX_MILLIS = 80;

    private KillTrial() {}

    public static void main(String[] arguments) throws Exception {
        try (Lab lab = Lab.create(Topology.of(Namespace.of("warm_up")))) {
            lab.namespace("warm_up").interfaces();
        }
        for (int i = 0; i < times(arguments[0]); i++) {
            List<String> linksBefore = links();
            Reclaimed.await(kill(() -> {}, arguments[0]));
            check(links().equals(linksBefore), "links: " + links());
        }
        System.out.println("killed " + arguments[0] + ": no process, no link, no namespace left");
    }

    static int times(String how) {
        return how.equals(KilledProcess.PROVISIONING) ? TIMES : 1;
    }

    /**
     * Kills one such process, and waits for the end of all its children.
     *
     * @param first what to do before the kill
     * @return the time, as of {@link System#nanoTime()}, at which nothing else may be left either
     */
    static long kill(Runnable first, String... arguments) throws Exception {
        String mark = UUID.randomUUID().toString();
        ProcessBuilder builder = new ProcessBuilder(
                        UserNamespace.childJvm(KilledProcess.class, arguments).command())
                .redirectErrorStream(true);
        builder.environment().put(MARK, mark);
        Process process = builder.start();
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = output.readLine(); !KilledProcess.READY.equals(line); line = output.readLine()) {
                check(line != null, "the process to be killed ended by itself");
                System.out.println(line);
            }
            check(times(arguments[0]) > 1 || marked(mark).size() > 8 * 4, "its programs run");
            first.run();
            process.waitFor(ThreadLocalRandom.current().nextInt(MAX_MILLIS), TimeUnit.MILLISECONDS);
            process.destroyForcibly(); // SIGKILL
            long deadline = Reclaimed.deadline(); // the same deadline for everything that must be gone
            for (List<String> left = marked(mark); !left.isEmpty(); left = marked(mark)) {
                check(System.nanoTime() - deadline < 0, "left in the end: " + left);
                Thread.onSpinWait();
            }
            return deadline;
        } finally {
            process.destroyForcibly();
        }
    }

    static void check(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what);
        }
    }

    /** The links of the host's namespace, which are in no lab. */
    private static List<String> links() {
        try (NetworkNamespace host =
                NetworkNamespace.ofProcess(ProcessHandle.current().pid())) {
            return host.interfaces().stream().map(Interface::name).sorted().toList();
        }
    }

    /** The processes whose environment has the mark: the one to be killed, and its children, which inherit it. */
    private static List<String> marked(String mark) {
        List<String> marked = new ArrayList<>();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path process : processes) {
                if (read(process.resolve("environ")).contains(MARK + "=" + mark)) {
                    marked.add(process + " " + read(process.resolve("cmdline")).replace('\0', ' '));
                }
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return marked;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException endedOrAnothers) {
            return "";
        }
    }
}
