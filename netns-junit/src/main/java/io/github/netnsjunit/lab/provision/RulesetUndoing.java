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

/** Loads a ruleset by the program {@code nft}, and later deletes the tables that came with it. */
final class RulesetUndoing implements Undoing {

    private final Libc libc;
    private final Site site;
    private final Failed failed;
    private final Step step;
    private final Work.Ruleset ruleset;
    private List<NftTable> made = List.of();

    /** @param failed what a message says if it cannot be loaded */
    RulesetUndoing(Libc libc, Site site, Failed failed, Step step, Work.Ruleset ruleset) {
        this.libc = libc;
        this.site = site;
        this.failed = failed;
        this.step = step;
        this.ruleset = ruleset;
    }

    @Override
    public Step step() {
        return step;
    }

    void make() {
        try {
            site.checkOpen();
            List<NftTable> before = tables();
            NftProgram.load(site.network(), failed, ruleset.text());
            made = tables().stream().filter(table -> !before.contains(table)).toList();
        } catch (LinuxException | IllegalStateException refused) {
            throw Refusals.explain(failed, refused);
        }
    }

    @Override
    public void undo() {
        if (!site.isOpen()) {
            return;
        }
        for (NftTable table : made) {
            try {
                inside(netfilter -> {
                    NftBatch.of(table.delete()).execute(netfilter);
                    return table;
                });
            } catch (LinuxException refused) {
                if (refused.errno() != Errno.ENOENT) { // the test has deleted it by hand
                    throw Refusals.explain(
                            Failed.at("take away [" + step.part() + "]")
                                    .in(site.name())
                                    .of(step.part()),
                            refused);
                }
            }
        }
    }

    private List<NftTable> tables() {
        return inside(netfilter -> netfilter.dump(NftTable.dump()));
    }

    private <T> T inside(Function<NetlinkSocket, T> body) {
        libc.setns(site.network(), Libc.CLONE_NEWNET);
        try (NetlinkSocket netfilter = NetlinkSocket.openForNetfilter(libc)) {
            return body.apply(netfilter);
        }
    }
}
