package io.github.netnsjunit.lab.provision;

import io.github.netnsjunit.kernel.libc.Errno;
import io.github.netnsjunit.kernel.libc.Libc;
import io.github.netnsjunit.kernel.libc.LinuxException;
import io.github.netnsjunit.kernel.netlink.NetlinkSocket;
import io.github.netnsjunit.kernel.nft.NftBatch;
import io.github.netnsjunit.lab.refusal.Failed;
import io.github.netnsjunit.lab.refusal.Refusals;
import io.github.netnsjunit.provision.Step;
import io.github.netnsjunit.provision.Work;

/** Makes rules of nf_tables, and takes them back. Its thread enters the namespace and stays there. */
final class RulesUndoing implements Undoing {

    private final Libc libc;
    private final Site site;
    private final Failed failed;
    private final Step step;
    private final Work.Rules rules;

    /** @param failed what a message says if the kernel refuses to make them */
    RulesUndoing(Libc libc, Site site, Failed failed, Step step, Work.Rules rules) {
        this.libc = libc;
        this.site = site;
        this.failed = failed;
        this.step = step;
        this.rules = rules;
    }

    @Override
    public Step step() {
        return step;
    }

    void make() {
        try {
            site.checkOpen();
            execute(rules.make());
        } catch (LinuxException | IllegalStateException refused) {
            throw Refusals.explain(failed, refused);
        }
    }

    @Override
    public void undo() {
        if (!site.isOpen()) {
            return;
        }
        try {
            execute(rules.undo());
        } catch (LinuxException refused) {
            if (refused.errno() != Errno.ENOENT) { // the test has deleted them by hand
                throw Refusals.explain(
                        Failed.at("take away [" + step.part() + "]")
                                .in(site.name())
                                .of(step.part()),
                        refused);
            }
        }
    }

    private void execute(NftBatch batch) {
        libc.setns(site.network(), Libc.CLONE_NEWNET);
        try (NetlinkSocket netfilter = NetlinkSocket.openForNetfilter(libc)) {
            batch.execute(netfilter);
        }
    }
}
