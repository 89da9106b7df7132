package io.github.netnsjunit.bench;

import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.inside.BlankNamespaces;
import io.github.netnsjunit.link.Lan;
import io.github.netnsjunit.topology.Topology;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * LANs of 10, 100 and 500 hosts, and three routers with six hosts, beside a C program that makes the same network. They take turns, and
 * each waits until the kernel has taken back the network before: to make one beside that takes both of them several times as long. No
 * namespace is made ahead. Prints microseconds per network, and how many times the C program's time a lab takes; then what a namespace
 * takes of the memory.
 *
 * <p>{@code ./mvnw -q -Pbench verify -Dbench.main=io.github.netnsjunit.bench.LansAgainstTheFloor}, in the directory of the module. Needs
 * gcc.
 */
public final class LansAgainstTheFloor {

    private static final int WARM_UP = 100;
    private static final int ROUNDS = 11;
    private static final int MANY = 500;

    private LansAgainstTheFloor() {}

    /** Takes the path of {@code lans.c}, or nothing. */
    public static void main(String[] arguments) throws Exception {
        System.setProperty(BlankNamespaces.AHEAD, "off");
        Path source = Path.of(arguments.length == 0 ? "src/bench/c/lans.c" : arguments[0]);
        Path floor = Files.createTempFile("lans", "");
        try {
            run("gcc", "-O2", "-o", floor.toString(), source.toString());
            compare(floor);
        } finally {
            Files.delete(floor);
        }
        printMemory();
    }

    private static void compare(Path floor) throws Exception {
        Map<String, Topology> networks = new LinkedHashMap<>();
        for (int hosts : new int[] {10, 100, MANY}) {
            networks.put(Integer.toString(hosts), star(hosts));
        }
        networks.put("routers", threeRouters());
        for (int i = 0; i < WARM_UP; i++) {
            Lab.create(networks.get("routers")).close();
            Lab.create(networks.get("10")).close();
        }
        for (Map.Entry<String, Topology> each : networks.entrySet()) {
            int namespaces = each.getValue().outline().namespaces().size();
            List<Long> ours = new ArrayList<>();
            List<Long> theirs = new ArrayList<>();
            for (int round = 0; round < ROUNDS; round++) {
                awaitReclaim(namespaces);
                theirs.add(Long.parseLong(run(floor.toString(), "1", each.getKey())));
                awaitReclaim(namespaces);
                ours.add(microseconds(each.getValue()));
            }
            System.out.printf(
                    "%-8s floor %8d us, lab %8d us, %.2f x%n",
                    each.getKey(), median(theirs), median(ours), (double) median(ours) / median(theirs));
        }
    }

    private static Topology star(int hosts) {
        String[] names = IntStream.rangeClosed(1, hosts).mapToObj(i -> "h" + i).toArray(String[]::new);
        return Topology.of(Lan.of("lan", "10.0.0.0/16", names));
    }

    private static Topology threeRouters() {
        return Topology.of(
                Lan.of("left", "10.1.0.0/24", "a", "b", "c").routers("r1"),
                Lan.of("one", "10.2.0.0/24").routers("r1", "r2"),
                Lan.of("two", "10.3.0.0/24").routers("r2", "r3"),
                Lan.of("right", "10.4.0.0/24", "d", "e", "f").routers("r3"));
    }

    private static long microseconds(Topology network) {
        long start = System.nanoTime();
        Lab.create(network).close();
        return (System.nanoTime() - start) / 1000;
    }

    private static long median(List<Long> samples) {
        Collections.sort(samples);
        return samples.get(samples.size() / 2);
    }

    private static void printMemory() throws Exception {
        awaitReclaim(MANY);
        long heap = heap();
        long kernel = kernelMemory();
        try (Lab lab = Lab.create(star(MANY))) {
            System.out.printf(
                    "a namespace of %d: heap %d KiB, kernel %d KiB%n",
                    lab.namespaces().size(), (heap() - heap) / 1024 / MANY, (kernelMemory() - kernel) / MANY);
        }
    }

    private static long heap() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    /** What the kernel has allocated for itself, in KiB, on the whole machine. */
    private static long kernelMemory() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/meminfo"))) {
            return lines.filter(line -> line.startsWith("Slab:") || line.startsWith("Percpu:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .sum();
        }
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();
        if (process.waitFor() != 0) {
            throw new IllegalStateException(List.of(command) + " ended with " + process.exitValue());
        }
        return output;
    }

    /** The kernel takes closed namespaces back in the background, and tells nobody when it has. */
    private static void awaitReclaim(int namespaces) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1000 + 8 * namespaces));
    }
}
