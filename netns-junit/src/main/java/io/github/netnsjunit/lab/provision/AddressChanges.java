package io.github.netnsjunit.lab.provision;

import static java.util.Objects.requireNonNull;

import io.github.netnsjunit.kernel.libc.Libc;
import io.github.netnsjunit.kernel.libc.LinuxException;
import io.github.netnsjunit.kernel.netlink.Notifications;
import io.github.netnsjunit.lab.refusal.Refusals;
import io.github.netnsjunit.lab.waiting.AllSteps;
import io.github.netnsjunit.provision.Phase;
import io.github.netnsjunit.provision.Step;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Notifications of the kernel about addresses, for those new namespaces whose links will have to settle. They are asked for when the
 * namespace is made, because a thread that is inside has to do it: so no other thread must enter for it later.
 */
final class AddressChanges implements AutoCloseable {

    private final Libc libc;
    private final Set<String> settling;
    private final Map<String, Notifications> open = new ConcurrentHashMap<>();

    /** @param steps all that is to be done */
    AddressChanges(Libc libc, List<Step> steps) {
        this.libc = libc;
        this.settling = steps.stream()
                .filter(step -> step.phase() == Phase.SETTLE)
                .map(Step::namespace)
                .collect(Collectors.toSet());
    }

    /** Asks for the notifications of the calling thread's namespace, if they will be needed. */
    void listen(String namespace) {
        if (settling.contains(namespace)) {
            open.put(namespace, Settling.listen(libc));
        }
    }

    /** Those of a new namespace that {@link #listen} was called for. */
    Notifications in(String namespace) {
        return requireNonNull(open.get(namespace), namespace);
    }

    @Override
    public void close() {
        AllSteps steps = new AllSteps();
        open.forEach((namespace, notifications) -> steps.take(() -> close(namespace, notifications)));
        steps.finish();
    }

    private static void close(String namespace, Notifications notifications) {
        try {
            notifications.close();
        } catch (LinuxException failure) {
            throw Refusals.explain(Settling.failed(namespace), failure);
        }
    }
}
