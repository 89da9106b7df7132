package io.github.netnsjunit.lab.process;

import static java.util.Objects.requireNonNull;

import io.github.netnsjunit.process.ExecResult;
import io.github.netnsjunit.process.NamespaceProcess;
import io.github.netnsjunit.process.Signal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A program that is about to be started in a namespace. */
final class ProcessDescription implements NamespaceProcess.Builder {

    private final NamespaceProcesses owner;
    private final List<String> command;
    private final Map<String, String> environment = new HashMap<>();
    private @Nullable Path directory;
    private boolean input;
    private StopPlan plan = StopPlan.USUAL;

    ProcessDescription(NamespaceProcesses owner, String... command) {
        requireNonNull(command, "command");
        for (int i = 0; i < command.length; i++) {
            checkWord("command[" + i + "]", requireNonNull(command[i], "command[" + i + "]"));
        }
        if (command.length == 0 || command[0].isEmpty()) {
            throw new IllegalArgumentException("a command needs at least the name of a program");
        }
        this.owner = owner;
        this.command = List.of(command);
    }

    /** The kernel gives a program its arguments and variables as texts that end with a NUL (execve(2)). */
    private static void checkWord(String argument, String word) {
        if (word.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(argument + " contains a NUL character, which no program can be given");
        }
    }

    @Override
    public NamespaceProcess.Builder environment(String name, String value) {
        requireNonNull(name, "name");
        requireNonNull(value, "value");
        if (name.isEmpty() || name.indexOf('=') >= 0) {
            throw new IllegalArgumentException("[" + name + "] cannot be the name of an environment variable: it "
                    + (name.isEmpty() ? "is empty" : "contains ="));
        }
        checkWord("the name of an environment variable", name);
        checkWord("the environment variable [" + name + "]", value);
        environment.put(name, value);
        return this;
    }

    @Override
    public NamespaceProcess.Builder directory(Path path) {
        directory = requireNonNull(path, "path");
        return this;
    }

    @Override
    public NamespaceProcess.Builder withInput() {
        input = true;
        return this;
    }

    @Override
    public NamespaceProcess.Builder stopWith(Signal... signals) {
        plan = plan.signals(signals);
        return this;
    }

    @Override
    public NamespaceProcess.Builder stopWithin(Duration patience) {
        plan = plan.patience(patience);
        return this;
    }

    @Override
    public NamespaceProcess.Builder stopOrder(int order) {
        plan = plan.order(order);
        return this;
    }

    @Override
    public NamespaceProcess start() {
        return owner.start(new NamespaceProcesses.Start(command, Map.copyOf(environment), directory, input, plan));
    }

    @Override
    public ExecResult exec(Duration timeout) {
        requireNonNull(timeout, "timeout");
        try (NamespaceProcess process = start()) {
            if (input) {
                process.closeInput();
            }
            int exitCode = process.awaitExit(timeout);
            return new ExecResult(command, exitCode, process.output());
        }
    }
}
