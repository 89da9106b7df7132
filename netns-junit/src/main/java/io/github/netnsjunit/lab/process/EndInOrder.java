package io.github.netnsjunit.lab.process;

import io.github.netnsjunit.lab.refusal.Refusals;
import io.github.netnsjunit.lab.waiting.AllSteps;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Ends the programs of several namespaces, one after the other, as their plans say. */
public final class EndInOrder {

    private EndInOrder() {}

    /**
     * When this returns, all have ended, and no more can be started. When one has not ended in its time, all others are asked at once:
     * so the end takes twice that time at most.
     */
    public static void end(Collection<NamespaceProcesses> all) {
        all.forEach(NamespaceProcesses::refuseMore);
        List<LiveProcess> ordered = all.stream()
                .flatMap(NamespaceProcesses::running)
                .sorted(Comparator.comparingInt(
                                (LiveProcess process) -> process.end().plan().order())
                        .thenComparing(
                                Comparator.comparingLong(LiveProcess::started).reversed()))
                .toList();
        AllSteps steps = new AllSteps();
        boolean slow = false;
        for (LiveProcess process : ordered) {
            steps.take(() -> close(process));
            if (!slow && process.end().tookTooLong()) {
                slow = true;
                ordered.forEach(other -> steps.take(other::terminate));
            }
        }
        steps.finish();
    }

    private static void close(LiveProcess process) {
        try {
            process.close();
        } catch (RuntimeException failure) {
            throw Refusals.explain("end " + process.command().get(0), process.namespace(), null, failure);
        }
    }
}
