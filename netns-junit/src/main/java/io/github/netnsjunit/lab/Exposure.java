package io.github.netnsjunit.lab;

import io.github.netnsjunit.kernel.system.Privileges;
import io.github.netnsjunit.lab.namespace.NamespaceInternals;
import io.github.netnsjunit.lab.system.ExposedNames;
import io.github.netnsjunit.lab.waiting.AllSteps;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * The names under which a shell beside the test finds the namespaces of a lab; see {@link Lab#expose}. They disappear with the lab. Safe for
 * use by several threads.
 */
public final class Exposure implements AutoCloseable {

    private final Map<String, String> names;

    /** By the names of the namespaces: the threads to which the names lead that are not deleted yet. Others may have the deleted ones now. */
    private final Map<String, Integer> left;

    private Exposure(Map<String, String> names, Map<String, Integer> threads) {
        this.names = names;
        this.left = new ConcurrentHashMap<>(threads);
    }

    static Exposure of(Lab lab) {
        List<NamespaceInternals> fresh = lab.all().stream()
                .filter(each -> each.isFresh() && each.isOpen())
                .toList();
        Map<String, Integer> threads = new LinkedHashMap<>();
        fresh.forEach(each -> threads.put(each.name(), each.keeperTid()));
        Map<String, String> names;
        try {
            names = ExposedNames.make(threads);
        } catch (IOException refused) {
            throw explain(lab, fresh, refused);
        }
        Exposure made = new Exposure(Collections.unmodifiableMap(names), threads);
        try {
            fresh.forEach(each -> each.lend(made, exposure -> exposure.delete(each.name())));
        } catch (RuntimeException | Error failure) {
            new AllSteps().take(made::close).finishFor(failure);
            throw failure;
        }
        return made;
    }

    private static LabException explain(Lab lab, List<NamespaceInternals> fresh, IOException refused) {
        boolean missing = refused instanceof AccessDeniedException;
        String message = "could not give names to the namespaces of the " + lab + " in " + ExposedNames.DIRECTORY + ": "
                + (missing ? "only the machine's own root may write there" : refused.toString())
                + ". A shell enters without names:"
                + fresh.stream()
                        .map(each -> System.lineSeparator() + "  " + each.name() + ": " + enterCommand(each))
                        .collect(Collectors.joining());
        return missing ? new MissingPrivilegeException(message, refused) : new LabException(message, refused);
    }

    /** The command with which a shell enters a namespace. */
    static String enterCommand(NamespaceInternals namespace) {
        return "nsenter --target " + namespace.keeperTid()
                + (Privileges.areOfMachine() ? "" : " --user --preserve-credentials") + " --net --mount --uts";
    }

    /**
     * The names, by those of the namespaces, in the order of the topology: {@code junit-4711-alice} for {@code alice}, if 4711 is the
     * process of the test. {@code ip netns exec junit-4711-alice …} runs a program there.
     */
    public Map<String, String> names() {
        return names;
    }

    /**
     * The name of one namespace.
     *
     * @throws IllegalArgumentException if it got none; the message tells those that have one
     */
    public String name(String namespace) {
        String name = names.get(namespace);
        if (name == null) {
            throw new IllegalArgumentException(
                    "namespace [" + namespace + "] has no name here; these have one: " + names.keySet());
        }
        return name;
    }

    private void delete(String namespace) {
        Integer thread = left.remove(namespace);
        if (thread != null) {
            ExposedNames.delete(name(namespace), thread);
        }
    }

    /** Deletes the names. Does nothing the second time, and nothing if the lab is closed. */
    @Override
    public void close() {
        AllSteps steps = new AllSteps();
        names.keySet().forEach(namespace -> steps.take(() -> delete(namespace)));
        steps.finish();
    }

    /** The commands for a shell, one on each line. */
    @Override
    public String toString() {
        return names.values().stream()
                .map(name -> "ip netns exec " + name + " sh")
                .collect(Collectors.joining(System.lineSeparator()));
    }
}
