package io.github.netnsjunit.lab.provision;

import io.github.netnsjunit.lab.waiting.AllSteps;
import io.github.netnsjunit.lab.waiting.Handoff;
import io.github.netnsjunit.topology.Namespace;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;

/**
 * Makes new namespaces on several threads, at most one for each processor, because the kernel can make them side by side. Each thread
 * enters the namespaces that it makes. Those that are started for this end afterwards; the caller's goes on.
 */
final class NewNamespaces {

    /** A thread that makes fewer of them costs more time than it saves. */
    private static final int FEWEST_PER_THREAD = 3;

    private final ConcurrentLinkedQueue<Namespace> left;
    private final Function<Namespace, Site> making;
    private final Map<String, Site> made = new ConcurrentHashMap<>();

    private NewNamespaces(List<Namespace> wanted, Function<Namespace, Site> making) {
        this.left = new ConcurrentLinkedQueue<>(wanted);
        this.making = making;
    }

    /**
     * Makes namespaces. The calling thread makes some of them, and so must be one that may enter namespaces.
     *
     * @param making makes one of them and leaves its thread inside
     * @return all of them, by their names. If one could not be made, all others are closed
     */
    static Map<String, Site> make(List<Namespace> wanted, Function<Namespace, Site> making) {
        return new NewNamespaces(wanted, making).make(wanted.size());
    }

    private Map<String, Site> make(int count) {
        int threads = Math.min(Runtime.getRuntime().availableProcessors(), count / FEWEST_PER_THREAD);
        AllSteps steps = new AllSteps();
        List<Handoff<Boolean>> others = new ArrayList<>();
        for (int i = 1; i < threads; i++) {
            try {
                others.add(Provisioner.begin(this::makeUntilNoneIsLeft));
            } catch (OutOfMemoryError noThread) {
                break; // those that there are make all of them
            }
        }
        steps.take(this::makeUntilNoneIsLeft);
        others.forEach(other -> steps.take(other::awaitRegardless));
        try {
            steps.finish();
        } catch (RuntimeException | Error failure) {
            AllSteps closing = new AllSteps();
            made.values().forEach(site -> closing.take(site::close));
            closing.finishFor(failure);
            throw failure;
        }
        return made;
    }

    private boolean makeUntilNoneIsLeft() {
        try {
            for (Namespace next = left.poll(); next != null; next = left.poll()) {
                made.put(next.name(), making.apply(next));
            }
            return true;
        } catch (RuntimeException | Error failure) {
            left.clear(); // the others would be closed at once
            throw failure;
        }
    }
}
