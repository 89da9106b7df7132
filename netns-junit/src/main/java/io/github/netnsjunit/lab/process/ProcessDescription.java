package io.github.netnsjunit.lab.process;

import io.github.netnsjunit.process.NamespaceProcess;
import java.nio.file.Path;
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

    ProcessDescription(NamespaceProcesses owner, List<String> command) {
        this.owner = owner;
        this.command = command;
    }

    @Override
    public NamespaceProcess.Builder environment(String name, String value) {
        environment.put(name, value);
        return this;
    }

    @Override
    public NamespaceProcess.Builder directory(Path path) {
        directory = path;
        return this;
    }

    @Override
    public NamespaceProcess start() {
        return owner.start(command, environment, directory);
    }
}
