package io.github.netnsjunit.lab.network;

import io.github.netnsjunit.kernel.conntrack.Flow;
import io.github.netnsjunit.kernel.conntrack.TrackedConnection;
import io.github.netnsjunit.kernel.libc.Errno;
import io.github.netnsjunit.kernel.libc.Libc;
import io.github.netnsjunit.kernel.libc.LinuxException;
import io.github.netnsjunit.kernel.netlink.NetlinkRequest;
import io.github.netnsjunit.kernel.netlink.NetlinkSocket;
import io.github.netnsjunit.kernel.nft.LearntSet;
import io.github.netnsjunit.kernel.nft.NftBatch;
import io.github.netnsjunit.lab.LabException;
import io.github.netnsjunit.lab.provision.Site;
import io.github.netnsjunit.lab.refusal.Refusals;
import io.github.netnsjunit.lab.waiting.Outside;
import java.util.List;
import java.util.function.Function;

/** Lists and forgets the connections that one namespace tracks, and what its rules have learnt. */
public final class NamespaceConnections {

    private final Libc libc;
    private final Site site;

    public NamespaceConnections(Libc libc, Site site) {
        this.libc = libc;
        this.site = site;
    }

    public List<TrackedConnection> list() {
        return with("list connections", netfilter -> netfilter.dump(TrackedConnection.dump()));
    }

    public void flush() {
        checkOwn();
        with("forget connections", netfilter -> {
            netfilter.execute(TrackedConnection.flush());
            return true;
        });
    }

    /** Does nothing if it is forgotten already. */
    public void delete(Flow original) {
        checkOwn();
        with("forget a connection", netfilter -> {
            try {
                netfilter.execute(TrackedConnection.delete(original));
                return true;
            } catch (LinuxException refused) {
                if (refused.errno() != Errno.ENOENT) {
                    throw refused;
                }
                return false;
            }
        });
    }

    /** Empties the sets that rules fill themselves. */
    public void flushLearnt() {
        checkOwn();
        with("forget what rules have learnt", netfilter -> {
            List<LearntSet> sets = netfilter.dump(LearntSet.dump());
            new NftBatch(sets.stream().<NetlinkRequest>map(LearntSet::flush).toList()).execute(netfilter);
            return true;
        });
    }

    private void checkOwn() {
        if (site.host()) {
            throw new LabException("a test may not change what the host's namespace knows of connections", null);
        }
    }

    private <T> T with(String what, Function<NetlinkSocket, T> body) {
        site.checkOpen();
        try (NetlinkSocket netfilter = Outside.call(() -> {
            libc.setns(site.network(), Libc.CLONE_NEWNET);
            return NetlinkSocket.openForNetfilter(libc);
        })) {
            return body.apply(netfilter);
        } catch (LinuxException refused) {
            throw Refusals.explain(what, site.name(), null, refused);
        }
    }
}
