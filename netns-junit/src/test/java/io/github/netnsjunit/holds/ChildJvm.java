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
 * A Java process that runs a class of the tests: with their class path, and with the right to load native code unless told otherwise.
 * None runs for longer than its time, whatever it prints or does not print.
 */
public final class ChildJvm {

    /** The Java that runs the tests. */
    public static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    /** JDK 24 and later warn of native code that is loaded without; 17 takes the option. */
    private static final String NATIVE_ACCESS = "--enable-native-access=ALL-UNNAMED";

    private static final Duration LONG = Duration.ofSeconds(60);

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

    /** How a process ended, and all that it printed, to standard output and error. */
    public record Ended(int exit, String output) {}

    /** To run the {@code main} of a class. */
    public static ChildJvm of(Class<?> main, String... arguments) {
        return new ChildJvm(main, arguments);
    }

    /** With another program in front, which runs the command that follows it. */
    public ChildJvm startedBy(List<String> program) {
        starter.addAll(program);
        return this;
    }

    /** On another Java. */
    public ChildJvm on(Path other) {
        java = other.toString();
        return this;
    }

    /** With options of Java itself. */
    public ChildJvm with(String... more) {
        options.addAll(List.of(more));
        return this;
    }

    /** Without the right to load native code, which Java then warns of or denies. */
    public ChildJvm withoutNativeAccess() {
        options.remove(NATIVE_ACCESS);
        return this;
    }

    /** With another class path. */
    public ChildJvm withClassPath(String other) {
        classPath = other;
        return this;
    }

    /** What starts it. */
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

    /** Runs it to its end, which comes within a minute or fails. */
    public Ended run() throws IOException, InterruptedException {
        return run(LONG);
    }

    /** Runs it to its end, which comes in time or fails. */
    public Ended run(Duration bound) throws IOException, InterruptedException {
        return run(command(), bound);
    }

    /** Runs it to a good end, within a minute; returns what it printed. */
    public String output() throws IOException, InterruptedException {
        Ended ended = run();
        if (ended.exit() != 0) {
            throw new AssertionError(main.getSimpleName() + " exited with " + ended.exit() + ": " + ended.output());
        }
        return ended.output();
    }

    /** Runs any command as {@link #run()} does. */
    public static Ended run(List<String> command) throws IOException, InterruptedException {
        return run(command, LONG);
    }

    /** The output goes to a file: a pipe would have to be read to its end, which a child's child may hold open for good. */
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
