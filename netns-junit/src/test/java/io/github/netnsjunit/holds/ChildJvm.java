package io.github.netnsjunit.holds;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A Java process that runs a class of the tests. By default it has the class path of the tests and may load native code. It is killed
 * when its time is up.
 */
public final class ChildJvm {

    /** The {@code java} program that runs the tests. */
    public static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    /** JDK 24 and later print a warning when native code is loaded without this option. JDK 17 accepts it. */
    private static final String NATIVE_ACCESS = "--enable-native-access=ALL-UNNAMED";

    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(60);

    private final Class<?> main;
    private final List<String> arguments;
    private final List<String> starter = new ArrayList<>();
    private final List<String> options = new ArrayList<>(List.of(NATIVE_ACCESS));
    private String java = JAVA;
    private String classPath = System.getProperty("java.class.path");

    private ChildJvm(Class<?> main, String... arguments) {
        this.main = main;
        this.arguments = List.of(arguments);
    }

    /** The exit code of a process that ended, and everything that it printed to standard output and error. */
    public record Ended(int exit, String output) {}

    /** A Java process that is to run the {@code main} method of a class. */
    public static ChildJvm of(Class<?> main, String... arguments) {
        return new ChildJvm(main, arguments);
    }

    /** Puts another program in front, which runs the command that follows it. */
    public ChildJvm startedBy(List<String> program) {
        starter.addAll(program);
        return this;
    }

    /**
     * Lets the process have so many files open at most. Nothing opens or closes files beside its own code then: no namespaces are made
     * ahead, and the JVM does not look at the limits of its container.
     */
    public ChildJvm withFiles(int limit) {
        startedBy(List.of("sh", "-c", "ulimit -n " + limit + " && exec \"$@\"", "sh"));
        return with("-Dnetns.junit.ahead=off", "-XX:-UseContainerSupport");
    }

    /** Uses another {@code java} program. */
    public ChildJvm on(Path other) {
        java = other.toString();
        return this;
    }

    /** Adds options of the {@code java} program. */
    public ChildJvm with(String... more) {
        options.addAll(List.of(more));
        return this;
    }

    /** Removes the permission to load native code. Then Java prints a warning or refuses to load it. */
    public ChildJvm withoutNativeAccess() {
        options.remove(NATIVE_ACCESS);
        return this;
    }

    /** Uses another class path. */
    public ChildJvm withClassPath(String other) {
        classPath = other;
        return this;
    }

    /** The command that starts the process. */
    public List<String> command() {
        return Stream.of(
                        starter.stream(),
                        Stream.of(java),
                        options.stream(),
                        Stream.of("-cp", classPath, main.getName()),
                        arguments.stream())
                .flatMap(part -> part)
                .toList();
    }

    /** Runs the process to its end. Fails if that takes longer than a minute. */
    public Ended run() throws IOException, InterruptedException {
        return run(DEFAULT_TIMEOUT);
    }

    /** Runs the process to its end. Fails if that takes too long. */
    public Ended run(Duration bound) throws IOException, InterruptedException {
        return run(command(), bound);
    }

    /** Runs the process to its end, and returns what it printed. Fails if it takes longer than a minute or exits with another code than 0. */
    public String output() throws IOException, InterruptedException {
        Ended ended = run();
        if (ended.exit() != 0) {
            throw new AssertionError(main.getSimpleName() + " exited with " + ended.exit() + ": " + ended.output());
        }
        return ended.output();
    }

    /** Runs any command to its end. Fails if that takes longer than a minute. */
    public static Ended run(List<String> command) throws IOException, InterruptedException {
        return run(command, DEFAULT_TIMEOUT);
    }

    /** The output goes to a file. A pipe would have to be read to its end, and a grandchild could hold it open for ever. */
    private static Ended run(List<String> command, Duration bound) throws IOException, InterruptedException {
        Path output = Files.createTempFile("netns-junit", ".output");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            if (!process.waitFor(bound.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError(
                        command + " had not ended after " + bound + "; it said: " + Files.readString(output));
            }
            return new Ended(process.exitValue(), Files.readString(output));
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            Files.delete(output);
        }
    }
}
