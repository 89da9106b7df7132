package io.github.netnsjunit.holds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Runs a class in a Java process in a user namespace of its own, where the kernel allows so few network namespaces to exist at once
 * that one which is never given back is missed: {@code /proc/sys/user/max_net_namespaces}, see namespaces(7).
 */
final class UserNamespace {

    /** How many network namespaces may exist at once. */
    static final int LIMIT = 64;

    private static final List<String> ENTER = List.of("unshare", "--user", "--map-root-user", "--mount");

    private UserNamespace() {}

    /** The command for a class of the test class path. */
    static List<String> java(Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    /** Runs a class to its end, which must be a good one. */
    static void run(long seconds, Class<?> main, String... arguments) throws IOException, InterruptedException {
        assumeTrue(
                canBeMade(),
                "no user namespace can be made here (" + String.join(" ", ENTER)
                        + "), and outside one nobody may bound the number of network namespaces");
        List<String> command = new ArrayList<>(ENTER);
        command.addAll(
                List.of("sh", "-c", "echo " + LIMIT + " > /proc/sys/user/max_net_namespaces && exec \"$@\"", "sh"));
        command.addAll(java(main, arguments));
        Path output = Files.createTempFile("netns-junit", ".log");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            boolean ended = process.waitFor(seconds, TimeUnit.SECONDS);
            process.destroyForcibly().waitFor();
            String said = Files.readString(output);
            assertThat(ended).as("ended in " + seconds + " s; it said: " + said).isTrue();
            assertThat(process.exitValue()).as(said).isZero();
            System.out.print(said);
        } finally {
            Files.delete(output);
        }
    }

    private static boolean canBeMade() throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(ENTER);
        command.add("true");
        return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor() == 0;
    }
}
