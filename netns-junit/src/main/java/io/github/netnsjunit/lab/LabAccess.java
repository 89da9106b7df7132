package io.github.netnsjunit.lab;

import io.github.netnsjunit.lab.inside.BlankNamespaces;
import io.github.netnsjunit.lab.inside.CallThread;
import io.github.netnsjunit.lab.inside.LabInternals;
import io.github.netnsjunit.lab.listing.LeftThread;
import io.github.netnsjunit.lab.namespace.ThreadWait;
import io.github.netnsjunit.lab.provision.NetworksAhead;
import io.github.netnsjunit.lab.waiting.Deadline;
import io.github.netnsjunit.topology.Topology;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** What the library's other packages may do with a lab, and users may not. */
final class LabAccess extends LabInternals {

    @Override
    public void endProcesses(Lab lab) {
        lab.endProcesses();
    }

    @Override
    public List<Path> networks(Lab lab) {
        return lab.all().stream().flatMap(each -> each.identity().stream()).toList();
    }

    @Override
    public void onClose(NetworkNamespace namespace, Runnable step) {
        namespace.internals().lend(step, Runnable::run);
    }

    @Override
    public Optional<Lab> labOf(NetworkNamespace namespace) {
        return namespace.internals().lab();
    }

    @Override
    public void close(Lab lab, Duration gracePeriod, Duration factoryGracePeriod, Consumer<LeftThread> leftOfFactory) {
        lab.close(() -> new ThreadWait(Deadline.in(gracePeriod), Deadline.in(factoryGracePeriod), leftOfFactory));
    }

    @Override
    public void openAhead(Topology topology) {
        NetworksAhead.of(BlankNamespaces.ofProcess()).open(topology);
    }

    @Override
    public CallThread newThread(NetworkNamespace namespace) {
        return new CallThread(namespace.internals().threads());
    }
}
