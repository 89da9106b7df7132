package io.github.netnsjunit.jupiter.lifecycle;

import io.github.netnsjunit.lab.leak.Product;
import io.github.netnsjunit.lab.listing.LeftProcess;
import io.github.netnsjunit.lab.listing.LeftThread;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Tells what a test left inside its network, and what to do about it. */
final class LeakReport {

    private final List<LeftThread> threads = new ArrayList<>();
    private final List<LeftProcess> processes = new ArrayList<>();

    void addThread(LeftThread thread) {
        threads.add(thread);
    }

    void addThreads(List<LeftThread> more) {
        threads.addAll(more);
    }

    void addProcesses(List<LeftProcess> more) {
        processes.addAll(more);
    }

    boolean hasThreads() {
        return !threads.isEmpty();
    }

    boolean isEmpty() {
        return threads.isEmpty() && processes.isEmpty();
    }

    /** @param test what the message calls the test */
    String message(String test) {
        return Stream.of(
                        Optional.of(threads).filter(some -> !some.isEmpty()).map(some -> threadMessage(test)),
                        Optional.of(processes).filter(some -> !some.isEmpty()).map(some -> processMessage(test)))
                .flatMap(Optional::stream)
                .collect(Collectors.joining(System.lineSeparator()));
    }

    private String threadMessage(String test) {
        return test + " leaves threads inside its network, which keep it alive. " + Product.advice(threads) + " "
                + Settings.LEAKS + "=fail fails the test, =ignore silences this. They are:" + list(threads);
    }

    private String processMessage(String test) {
        return test
                + " leaves programs inside its network, which were killed. Start programs by the start(...) of the namespace,"
                + " and let them stay in their process group, in the foreground: then they end properly with the network. "
                + Settings.LEAKS + "=fail fails the test, =ignore silences this. They are:" + list(processes);
    }

    private static String list(List<?> left) {
        return left.stream().map(each -> System.lineSeparator() + each).collect(Collectors.joining());
    }
}
