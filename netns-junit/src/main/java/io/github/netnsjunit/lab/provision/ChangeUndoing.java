package io.github.netnsjunit.lab.provision;

import io.github.netnsjunit.kernel.libc.Errno;
import io.github.netnsjunit.kernel.libc.Libc;
import io.github.netnsjunit.kernel.libc.LinuxException;
import io.github.netnsjunit.lab.refusal.Failed;
import io.github.netnsjunit.lab.refusal.Refusals;
import io.github.netnsjunit.provision.Handles;
import io.github.netnsjunit.provision.Step;
import io.github.netnsjunit.provision.Work;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Changes something by system calls, and changes it back. Its thread enters the namespace and stays there. */
final class ChangeUndoing implements Undoing {

    private final Libc libc;
    private final Site site;
    private final Failed failed;
    private final Step step;
    private final Work.Change work;
    private @Nullable Consumer<Libc> changeBack;

    /** @param failed what a message says if the change is refused */
    ChangeUndoing(Libc libc, Site site, Failed failed, Step step, Work.Change work) {
        this.libc = libc;
        this.site = site;
        this.failed = failed;
        this.step = step;
        this.work = work;
    }

    @Override
    public Step step() {
        return step;
    }

    void make(Handles handles) {
        try {
            site.checkOpen();
            libc.setns(site.network(), Libc.CLONE_NEWNET);
            changeBack = work.change().apply(libc, handles);
        } catch (LinuxException | IllegalStateException refused) {
            throw Refusals.explain(failed, refused);
        }
    }

    @Override
    public void undo() {
        if (changeBack == null || !site.isOpen()) {
            return;
        }
        try {
            libc.setns(site.network(), Libc.CLONE_NEWNET);
            changeBack.accept(libc);
        } catch (LinuxException refused) {
            if (refused.errno() != Errno.ENODEV) { // the interface has gone before, or the test has removed it by hand
                throw Refusals.explain(Undoing.failed(step, site), refused);
            }
        }
    }
}
