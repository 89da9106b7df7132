package io.github.netnsjunit.lab.provision;

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
import org.jspecify.annotations.Nullable;

/**
 * Notifications of the kernel about addresses, for those new namespaces whose links will have to settle. They are asked for when the
 * namespace is made, because a thread that is inside has to do it: so no other thread must enter for it later. If there are many namespaces,
 * none are asked for: most have settled by the time they are looked at.
 */
final class AddressChanges implements AutoCloseable {

    /**
     * With each change to a link, an address or a route, the kernel goes through all sockets of the machine that wait for such changes,
     * whatever their namespace. With 500 of them that took it a seventh of the time for a LAN.
     */
    private static final int MOST_NAMESPACES = 50;

    private final Libc libc;
    private final Set<String> settling;
    private final Map<String, Notifications> open = new ConcurrentHashMap<>();

    /** @param steps all that is to be done */
    AddressChanges(Libc libc, List<Step> steps) {
        this.libc = libc;
        Set<String> all = steps.stream()
                .filter(step -> step.phase() == Phase.SETTLE)
                .map(Step::namespace)
                .collect(Collectors.toSet());
        this.settling = all.size() <= MOST_NAMESPACES ? all : Set.of();
    }

    /** Asks for the notifications of the calling thread's namespace, if they will be needed. */
    void listen(String namespace) {
        if (settling.contains(namespace)) {
            open.put(namespace, Settling.listen(libc));
        }
    }

    /** Those of a namespace; null if none were asked for when it was made. */
    @Nullable
    Notifications in(String namespace) {
        return open.get(namespace);
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
