package io.github.netnsjunit.lab.provision;

import io.github.netnsjunit.kernel.libc.Errno;
import io.github.netnsjunit.kernel.libc.LinuxException;
import io.github.netnsjunit.kernel.netlink.NetlinkRequest;
import io.github.netnsjunit.lab.refusal.Refusals;
import io.github.netnsjunit.provision.Handles;
import io.github.netnsjunit.provision.Step;
import io.github.netnsjunit.provision.Work;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Undoes a netlink request, or calls, by a request: removes what it made. */
final class RequestUndoing implements Undoing {

    /** The errors with which the kernel says that what is to be removed does not exist any more. */
    private static final Set<Integer> GONE = Set.of(Errno.ENODEV, Errno.ESRCH, Errno.ENOENT);

    private final Step step;
    private final List<Way> ways;

    /** One way to remove it, by a request to one namespace. There is no request if there is nothing to remove. */
    private record Way(Site site, Supplier<Optional<NetlinkRequest>> request) {}

    RequestUndoing(Step step, LiveHandles handles) {
        this.step = step;
        this.ways = step.work().undoing().stream()
                .map(undo -> new Way(handles.site(undo.namespace()), request(undo, handles)))
                .toList();
    }

    private static Supplier<Optional<NetlinkRequest>> request(Work.Undo undo, Handles handles) {
        try {
            return undo.request().apply(handles);
        } catch (LinuxException notNow) { // then try again when it is needed
            return () -> undo.request().apply(handles).get();
        }
    }

    @Override
    public Step step() {
        return step;
    }

    @Override
    public void undo() {
        for (Way way : ways) {
            Site site = way.site();
            if (!site.isOpen()) {
                continue; // what was in it went with it
            }
            try {
                Optional<NetlinkRequest> request = way.request().get();
                if (request.isPresent()) {
                    site.netlink().execute(request.get());
                    return;
                }
            } catch (LinuxException refused) {
                if (!GONE.contains(refused.errno())) {
                    throw Refusals.explain(Undoing.failed(step, site), refused);
                }
            }
        }
    }
}
