package io.github.netnsjunit.lab.network;

import io.github.netnsjunit.kernel.libc.Libc;
import io.github.netnsjunit.kernel.libc.LinuxException;
import io.github.netnsjunit.kernel.netlink.NetlinkSocket;
import io.github.netnsjunit.lab.inside.Visit;
import io.github.netnsjunit.lab.provision.Site;
import io.github.netnsjunit.lab.refusal.Refusals;
import java.util.function.Function;

/** Asks netfilter in one namespace: about its rules, and about the connections that it tracks. */
record Netfilter(Libc libc, Site site) {

    /** @param what what is done, as the end of "could not …" */
    <T> T ask(String what, Function<NetlinkSocket, T> body) {
        site.checkOpen();
        try (NetlinkSocket netfilter = Visit.to(site.network(), libc, () -> NetlinkSocket.openForNetfilter(libc))) {
            return body.apply(netfilter);
        } catch (LinuxException refused) {
            throw Refusals.explain(what, site.name(), null, refused);
        }
    }
}
