package io.github.netnsjunit.lab.network;

import io.github.netnsjunit.kernel.libc.Libc;
import io.github.netnsjunit.kernel.nft.CounterMessage;
import io.github.netnsjunit.lab.LabException;
import io.github.netnsjunit.lab.listing.PacketCounter;
import io.github.netnsjunit.lab.process.NftProgram;
import io.github.netnsjunit.lab.provision.Site;
import io.github.netnsjunit.lab.refusal.Failed;
import java.util.List;
import java.util.stream.Stream;

/** The rules of nf_tables in one namespace. */
public final class NamespaceRules {

    private final Libc libc;
    private final Site site;

    public NamespaceRules(Libc libc, Site site) {
        this.libc = libc;
        this.site = site;
    }

    public void load(String ruleset) {
        site.checkOpen();
        if (site.host()) {
            throw new LabException("a test may not change the host's rules for packets", null);
        }
        NftProgram.load(site.network(), Failed.at("load a ruleset").in(site.name()), ruleset);
    }

    public List<PacketCounter> counters() {
        return new Netfilter(libc, site)
                .ask(
                        "list counters",
                        netfilter -> Stream.of(CounterMessage.dumpNamed(), CounterMessage.dumpOfRules())
                                .flatMap(dump -> netfilter.dump(dump).stream())
                                .map(each -> new PacketCounter(
                                        each.table(), each.chain(), each.name(), each.packets(), each.bytes()))
                                .toList());
    }
}
