package io.github.netnsjunit.lab.provision;

import io.github.netnsjunit.kernel.libc.Errno;
import io.github.netnsjunit.kernel.libc.Libc;
import io.github.netnsjunit.kernel.libc.LinuxException;
import io.github.netnsjunit.kernel.netlink.NetlinkSocket;
import io.github.netnsjunit.kernel.nft.NftBatch;
import io.github.netnsjunit.kernel.nft.NftTable;
import io.github.netnsjunit.lab.process.NftProgram;
import io.github.netnsjunit.lab.refusal.Failed;
import io.github.netnsjunit.lab.refusal.Refusals;
import io.github.netnsjunit.provision.Step;
import io.github.netnsjunit.provision.Work;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/** Makes rules of nf_tables, from requests or by the program {@code nft}, and takes them back. Its thread enters the namespace and stays there. */
final class RulesUndoing implements Undoing {

    private final Libc libc;
    /** Asked each time, because a network that waits for its lab has other descriptors afterwards. */
    private final Supplier<Site> site;

    private final Failed failed;
    private final Step step;
    /** Each takes back a part of the rules. */
    private List<NftBatch> undo = List.of();

    /** @param failed what a message says if the rules cannot be made */
    RulesUndoing(Libc libc, Supplier<Site> site, Failed failed, Step step) {
        this.libc = libc;
        this.site = site;
        this.failed = failed;
        this.step = step;
    }

    @Override
    public Step step() {
        return step;
    }

    void make(Work.Rules rules) {
        explained(() -> {
            execute(rules.make());
            undo = List.of(rules.undo());
        });
    }

    /** Taking it back deletes the tables that came with it. */
    void load(Work.Ruleset ruleset) {
        explained(() -> {
            List<NftTable> before = tables();
            NftProgram.load(site.get().network(), failed, ruleset.text());
            undo = tables().stream()
                    .filter(table -> !before.contains(table))
                    .map(table -> NftBatch.of(table.delete()))
                    .toList();
        });
    }

    private void explained(Runnable change) {
        try {
            site.get().checkOpen();
            change.run();
        } catch (LinuxException | IllegalStateException refused) {
            throw Refusals.explain(failed, refused);
        }
    }

    @Override
    public void undo() {
        if (!site.get().isOpen()) {
            return;
        }
        for (NftBatch batch : undo) {
            try {
                execute(batch);
            } catch (LinuxException refused) {
                if (refused.errno() != Errno.ENOENT) { // the test has deleted them by hand
                    throw Refusals.explain(Undoing.failed(step, site.get()), refused);
                }
            }
        }
    }

    private List<NftTable> tables() {
        return inside(netfilter -> netfilter.dump(NftTable.dump()));
    }

    private void execute(NftBatch batch) {
        inside(netfilter -> {
            batch.execute(netfilter);
            return batch;
        });
    }

    private <T> T inside(Function<NetlinkSocket, T> body) {
        libc.setns(site.get().network(), Libc.CLONE_NEWNET);
        try (NetlinkSocket netfilter = NetlinkSocket.openForNetfilter(libc)) {
            return body.apply(netfilter);
        }
    }
}
