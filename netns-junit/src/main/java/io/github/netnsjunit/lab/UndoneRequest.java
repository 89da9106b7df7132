package io.github.netnsjunit.lab;

import io.github.netnsjunit.kernel.NetlinkRequest;
import io.github.netnsjunit.kernel.libc.Errno;
import io.github.netnsjunit.kernel.libc.LinuxException;
import io.github.netnsjunit.provision.Handles;
import io.github.netnsjunit.provision.Step;
import io.github.netnsjunit.provision.Work;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Takes away what a request to the kernel made.
 *
 * @param step the step
 * @param work its work
 * @param handles what the kernel knows the links by that the step made
 * @param sites the namespaces by their names
 */
record UndoneRequest(Step step, Work.Request work, Handles handles, Function<String, Site> sites) implements Undoing {

    /** What the kernel says of a link, a route, or what these stand on, that is gone already. */
    private static final Set<Integer> GONE = Set.of(Errno.ENODEV, Errno.ESRCH, Errno.ENOENT);

    @Override
    public void takeBack() {
        for (Work.Undo undo : work.undoing()) {
            Site site = sites.apply(undo.namespace());
            if (!site.isOpen()) {
                continue; // with all that was in it
            }
            try {
                Optional<NetlinkRequest> request = undo.request().apply(handles);
                if (request.isPresent()) {
                    site.netlink().execute(request.get());
                    return;
                }
            } catch (LinuxException refused) {
                if (!GONE.contains(refused.errno())) {
                    throw Refusals.explain(
                            Failed.at("take away [" + step.part() + "]")
                                    .in(undo.namespace())
                                    .of(step.part()),
                            refused);
                }
            }
        }
    }
}
