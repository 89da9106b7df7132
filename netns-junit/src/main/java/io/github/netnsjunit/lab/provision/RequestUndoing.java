package io.github.netnsjunit.lab.provision;

import io.github.netnsjunit.kernel.libc.Errno;
import io.github.netnsjunit.kernel.libc.LinuxException;
import io.github.netnsjunit.kernel.netlink.NetlinkRequest;
import io.github.netnsjunit.lab.system.Failed;
import io.github.netnsjunit.lab.system.Refusals;
import io.github.netnsjunit.provision.Handles;
import io.github.netnsjunit.provision.Step;
import io.github.netnsjunit.provision.Work;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/** Takes away what a request to the kernel made. */
public final class RequestUndoing implements Undoing {

    /** What the kernel says of a link, a route, or what these stand on, that is gone already. */
    private static final Set<Integer> GONE = Set.of(Errno.ENODEV, Errno.ESRCH, Errno.ENOENT);

    private final Step step;
    private final List<Way> ways;

    /** One way to take it away, in one namespace. */
    private record Way(Site site, Supplier<Optional<NetlinkRequest>> request) {}

    /**
     * Made when the request was fulfilled, or may have been.
     *
     * @param sites the namespaces by their names
     */
    RequestUndoing(Step step, Work.Request work, Handles handles, Function<String, Site> sites) {
        this.step = step;
        this.ways = work.undoing().stream()
                .map(undo -> new Way(sites.apply(undo.namespace()), request(undo, handles)))
                .toList();
    }

    private static Supplier<Optional<NetlinkRequest>> request(Work.Undo undo, Handles handles) {
        try {
            return undo.request().apply(handles);
        } catch (LinuxException notNow) {
            return () -> undo.request().apply(handles).get();
        }
    }

    @Override
    public Step step() {
        return step;
    }

    @Override
    public void takeBack() {
        for (Way way : ways) {
            Site site = way.site();
            if (!site.isOpen()) {
                continue; // with all that was in it
            }
            try {
                Optional<NetlinkRequest> request = way.request().get();
                if (request.isPresent()) {
                    site.netlink().execute(request.get());
                    return;
                }
            } catch (LinuxException refused) {
                if (!GONE.contains(refused.errno())) {
                    throw Refusals.explain(
                            Failed.at("take away [" + step.part() + "]")
                                    .in(site.name())
                                    .of(step.part()),
                            refused);
                }
            }
        }
    }
}
