package io.github.netnsjunit.provision;

import io.github.netnsjunit.kernel.libc.Libc;
import io.github.netnsjunit.kernel.link.LinkKind;
import io.github.netnsjunit.kernel.link.NewInterface;
import io.github.netnsjunit.kernel.link.SetLink;
import io.github.netnsjunit.kernel.netlink.NetlinkRequest;
import io.github.netnsjunit.kernel.nft.NftBatch;
import io.github.netnsjunit.kernel.nft.NftTable;
import io.github.netnsjunit.topology.Key;
import io.github.netnsjunit.topology.LinkFacts;
import io.github.netnsjunit.topology.Namespace;
import io.github.netnsjunit.topology.Outline;
import io.github.netnsjunit.topology.Part;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Collects the steps that parts ask for. The properties of an interface are read from the outline. */
public final class Steps {

    /** The interface index of {@code lo}, the same in every namespace. */
    public static final int LOOPBACK = 1;

    /**
     * When an interface comes up, it sends several IPv6 multicasts, which a bridge passes to all its ports. Of 1,023 hosts at a bridge each
     * would get those of all others, which takes the kernel minutes. So such a bridge comes up after its hosts.
     */
    public static final int MANY_PORTS = 100;

    private final Outline outline;
    private final Part part;
    private final List<Step> all;
    private final LinkSteps links;
    private final AddressSteps addresses;

    private Steps(Outline outline, Part part, List<Step> all) {
        this.outline = outline;
        this.part = part;
        this.all = all;
        links = new LinkSteps(outline, this);
        addresses = new AddressSteps(outline, this);
    }

    /** Collects the steps of all parts, in the order of the parts. */
    public static List<Step> of(Collection<Part> parts, Outline outline) {
        List<Step> all = new ArrayList<>();
        for (Part part : parts) {
            Steps steps = new Steps(outline, part, all);
            if (part instanceof Namespace namespace) {
                steps.loopback(namespace);
            } else if (part instanceof Provisioned provisioned) {
                provisioned.provision(outline, steps);
            }
        }
        return all;
    }

    private void loopback(Namespace namespace) {
        if (namespace.loopback() && !namespace.host()) {
            // In the same phase as other links. So a namespace with nothing but peers of others' veth pairs needs one
            // datagram.
            step(Phase.UP, namespace.name())
                    .about(Key.Link.loopback(namespace.name()))
                    .request(handles -> SetLink.up(LOOPBACK));
        }
    }

    /** Describes a step of this part in a namespace. */
    public StepBuilder step(Phase phase, String namespace) {
        return new StepBuilder(part, phase, namespace, all::add);
    }

    /** Describes a step of this part that changes an interface, and so needs it. It is performed in the interface's namespace. */
    public StepBuilder step(Phase phase, Key.Link link) {
        return step(phase, link.namespace()).about(link).needs(link);
    }

    /** Makes a link of one interface, and configures it. */
    public void link(Key.Link link, LinkKind kind) {
        links.single(link, null, Set.of(), handles -> kind);
    }

    /** The same for a link that lies over another interface, which may be in another namespace. */
    public void link(Key.Link link, Key.Link below, LinkKind kind) {
        links.single(link, below, Set.of(), handles -> kind);
    }

    /** Makes a link of one interface, which needs other interfaces of its namespace, and configures it. */
    public void link(Key.Link link, Set<Key> needs, Function<Handles, LinkKind> kind) {
        links.single(link, null, needs, kind);
    }

    /** Makes a link of one interface by system calls inside its namespace, where it is down then, and configures it. */
    public void link(Key.Link link, BiConsumer<Libc, Handles> calls) {
        links.byCalls(link, calls);
    }

    /** Changes a link by system calls inside its namespace, until the part is taken away. */
    public void changeForNow(Key.Link link, BiFunction<Libc, Handles, Consumer<Libc>> change) {
        step(Phase.LINK_SETTINGS, link.namespace())
                .about(link)
                .needs(link.isLoopback() ? null : link)
                .work(new Work.Change(change));
    }

    /**
     * Makes a link of two interfaces, and configures both.
     *
     * @param near the interface in whose namespace the link is made
     * @param peer the other interface, which the kernel makes down and without a master
     * @param kind makes the kernel's description of the link; see {@link #newInterface}
     */
    public void pair(Key.Link near, Key.Link peer, Function<Handles, LinkKind> kind) {
        links.pair(near, peer, kind);
    }

    /** Describes an interface that is about to be made, as the outline says. */
    public NewInterface newInterface(Key.Link link, Handles handles) {
        return links.newInterface(link, handles);
    }

    /** Changes a link. The change need not be undone: it disappears with the link. */
    public void change(Phase phase, Key.Link link, Set<Key> needs, Function<Handles, NetlinkRequest> request) {
        step(phase, link.namespace()).about(link).needs(needs).request(request);
    }

    /** Changes a link by system calls inside its namespace. The change need not be undone: it disappears with the link. */
    public void change(Phase phase, Key.Link link, BiConsumer<Libc, Handles> calls) {
        step(phase, link).work(new Work.Calls(calls, List.of()));
    }

    /** Gives {@code lo} its addresses, as the outline says. */
    public void loopbackAddresses(Key.Link lo) {
        addresses.ofLoopback(facts(lo));
    }

    /** Gives an interface of another part one more address, without a subnet. */
    public void address(Key.Link link, InetAddress address) {
        addresses.more(link, address);
    }

    /**
     * Sets a kernel parameter.
     *
     * @param of the interface that the parameter belongs to; {@code null} if it belongs to the whole namespace
     */
    public void set(String namespace, String parameter, String value, Key.@Nullable Link of) {
        set(namespace, new Work.Setting(parameter, value, false), of);
    }

    /** Sets a kernel parameter, if the kernel has it. */
    public void setIfPresent(String namespace, String parameter, String value, Key.@Nullable Link of) {
        set(namespace, new Work.Setting(parameter, value, true), of);
    }

    private void set(String namespace, Work.Setting setting, Key.@Nullable Link of) {
        step(of == null ? Phase.SETTINGS : Phase.LINK_SETTINGS, namespace)
                .needs(of)
                .work(setting);
    }

    /** Makes a table of nf_tables with all that is in it. It is taken back as a whole. */
    public void table(String namespace, NftTable table, NftBatch make) {
        step(Phase.POLICY, namespace).work(new Work.Rules(make, NftBatch.of(table.delete())));
    }

    /**
     * Starts a service.
     *
     * @param key the key of the service, which the part declares
     * @param of the service that must run before; null for none
     */
    public void start(Key key, @Nullable Key of, Work.Opening opening) {
        step(Phase.SERVICES, key.namespace())
                .order(of == null ? 0 : 1)
                .needs(of)
                .makes(key)
                .work(new Work.Starting(key, opening));
    }

    AddressSteps addresses() {
        return addresses;
    }

    LinkFacts facts(Key.Link link) {
        return outline.link(link)
                .orElseThrow(() -> new IllegalStateException("the outline has no " + link + " of [" + part + "]"));
    }
}
