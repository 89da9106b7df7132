package io.github.netnsjunit.topology.rules;

import io.github.netnsjunit.topology.Key;
import io.github.netnsjunit.topology.LinkFacts;
import io.github.netnsjunit.topology.Outline;
import io.github.netnsjunit.topology.TunnelFacts;
import java.util.List;
import java.util.Optional;

/** Finds tunnels that are declared to carry larger packets than fit, with their headers, through the interface below. */
public final class TunnelMtus {

    private TunnelMtus() {}

    /** One sentence for each end of a tunnel whose declared MTU is too large. */
    public static List<String> tooLarge(Outline outline) {
        return outline.tunnels().stream()
                .flatMap(tunnel -> problem(tunnel, outline).stream())
                .toList();
    }

    private static Optional<String> problem(TunnelFacts tunnel, Outline outline) {
        int wanted = outline.link(tunnel.link()).map(LinkFacts::mtu).orElse(0);
        return outline.links(tunnel.link().namespace()).stream()
                .filter(link -> carries(link, tunnel))
                .findFirst()
                .flatMap(link -> problem(tunnel, wanted, link.key(), MtuBelow.of(link.key(), outline)));
    }

    private static Optional<String> problem(TunnelFacts tunnel, int wanted, Key.Link below, int mtuBelow) {
        int left = mtuBelow - tunnel.headers();
        return mtuBelow == 0 || wanted <= left
                ? Optional.empty()
                : Optional.of("[" + tunnel.link().path() + "] has the MTU " + wanted + ", and its headers leave " + left
                        + " bytes of that of [" + below.name() + "]: larger packets are lost, or sent in fragments");
    }

    /** Whether an interface has the address that the tunnel sends from, or else the subnet that it sends to. */
    private static boolean carries(LinkFacts link, TunnelFacts tunnel) {
        return tunnel.local() == null
                ? link.hasOnLink(tunnel.remote())
                : link.addresses().stream().anyMatch(own -> own.address().equals(tunnel.local()));
    }
}
