package io.github.netnsjunit.lab.network;

import io.github.netnsjunit.kernel.conntrack.Flow;
import io.github.netnsjunit.kernel.conntrack.TrackedConnection;
import io.github.netnsjunit.kernel.libc.Errno;
import io.github.netnsjunit.kernel.libc.Libc;
import io.github.netnsjunit.kernel.libc.LinuxException;
import io.github.netnsjunit.kernel.netlink.NetlinkRequest;
import io.github.netnsjunit.kernel.nft.LearntSet;
import io.github.netnsjunit.kernel.nft.NftBatch;
import io.github.netnsjunit.lab.LabException;
import io.github.netnsjunit.lab.provision.Site;
import java.util.List;

/** Lists and forgets the connections that one namespace tracks, and what its rules have learnt. */
public final class NamespaceConnections {

    private final Netfilter netfilter;

    public NamespaceConnections(Libc libc, Site site) {
        this.netfilter = new Netfilter(libc, site);
    }

    public List<TrackedConnection> list() {
        return netfilter.ask("list connections", socket -> socket.dump(TrackedConnection.dump()));
    }

    public void flush() {
        checkOwn();
        netfilter.ask("forget connections", socket -> {
            socket.execute(TrackedConnection.flush());
            return true;
        });
    }

    /** Does nothing if it is forgotten already. */
    public void delete(Flow original) {
        checkOwn();
        netfilter.ask("forget a connection", socket -> {
            try {
                socket.execute(TrackedConnection.delete(original));
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
        netfilter.ask("forget what rules have learnt", socket -> {
            List<LearntSet> sets = socket.dump(LearntSet.dump());
            new NftBatch(sets.stream().<NetlinkRequest>map(LearntSet::flush).toList()).execute(socket);
            return true;
        });
    }

    private void checkOwn() {
        if (netfilter.site().host()) {
            throw new LabException("a test may not change what the host's namespace knows of connections", null);
        }
    }
}
