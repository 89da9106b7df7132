package io.github.netnsjunit.lab;

import static java.util.Objects.requireNonNull;

import io.github.netnsjunit.kernel.libc.Libc;
import io.github.netnsjunit.lab.inside.BlankNamespaces;
import io.github.netnsjunit.lab.names.LabNames;
import io.github.netnsjunit.lab.namespace.NamespaceInternals;
import io.github.netnsjunit.lab.provision.NetworksAhead;
import io.github.netnsjunit.lab.provision.Provisioner;
import io.github.netnsjunit.lab.provision.Site;
import io.github.netnsjunit.lab.provision.UndoLog;
import io.github.netnsjunit.lab.waiting.AllSteps;
import io.github.netnsjunit.topology.Namespace;
import io.github.netnsjunit.topology.Part;
import io.github.netnsjunit.topology.Topology;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What exists of a lab, and how parts of it are made and taken away. The lab makes its changes one after the other. */
final class LabParts {

    private final Lab lab;
    private final Libc libc;
    private final BlankNamespaces blanks;
    private final UndoLog undoLog = new UndoLog();
    /** A change to the lab replaces the whole state. */
    private volatile LabState state;

    private final LabNames names;

    /** Nothing exists yet. */
    LabParts(Lab lab, Libc libc, Topology topology, BlankNamespaces blanks) {
        this.lab = lab;
        this.libc = libc;
        this.blanks = blanks;
        this.state = LabState.of(topology, new LinkedHashMap<>());
        this.names = new LabNames(() -> state.topology().outline(), lab::all, lab::isOpen);
    }

    /** What exists now. */
    LabState state() {
        return state;
    }

    /** Lets only this exist from now on. What else there is must be taken away afterwards. */
    void become(LabState left) {
        state = left;
    }

    /** The host names in the lab. */
    LabNames names() {
        return names;
    }

    /** Takes away what is to go, and makes what is new. If the kernel refuses what is new, everything is as before. */
    void change(LabChange change) {
        takeBack(change);
        try {
            make(change.after(), change.fresh(), true);
        } catch (RuntimeException | Error failure) {
            new AllSteps()
                    .take(() -> make(change.before(), change.gone(), true))
                    .finishFor(failure);
            throw failure;
        }
    }

    /** Takes away what is to go, as far as it is still there. */
    void takeBack(LabChange change) {
        state.namespaces().values().forEach(each -> each.internals().closeChannels(change.gone()));
        List<Part> madeWithTheLab =
                change.gone().stream().filter(part -> !undoLog.knows(part)).toList();
        undoLog.undoStepsOf(Set.copyOf(change.gone()));
        provisioner(change.before(), madeWithTheLab, true).takeBackRoutes();
    }

    /**
     * Makes parts in the kernel, and updates the state.
     *
     * @param topology all parts, the new ones included
     * @param parts the new ones
     * @param running whether the lab is running already
     */
    void make(Topology topology, List<Part> parts, boolean running) {
        Map<String, NetworkNamespace> namespaces = new LinkedHashMap<>(state.namespaces());
        NetworksAhead ahead = NetworksAhead.of(blanks);
        Provisioner.Made made = running
                ? provisioner(topology, parts, true).taking(blanks, Set.of()).provision()
                : ahead.take(topology, undoLog)
                        .orElseGet(() -> provisioner(topology, parts, false)
                                .taking(blanks, ahead.toEnter(topology))
                                .provision());
        for (Site site : made.sites()) {
            namespaces.put(
                    site.name(),
                    open(site, topology.outline().namespace(site.name()).orElseThrow()));
        }
        state = LabState.of(topology, namespaces);
        made.hostLinks()
                .forEach((link, index) -> requireNonNull(namespaces.get(link.namespace()))
                        .network()
                        .addLabLink(link.name(), () -> index));
        if (made.unknownAddresses()) {
            names.followKernel();
        }
    }

    /** Remembers which namespaces code has entered, for the next network of the same topology. */
    void wereEntered(Set<String> names) {
        NetworksAhead.of(blanks).entered(state.topology(), names);
    }

    private Provisioner provisioner(Topology topology, List<Part> parts, boolean running) {
        return new Provisioner(libc, topology.outline(), parts, state.sites(), state::isLabLink, undoLog, running);
    }

    private NetworkNamespace open(Site site, Namespace declared) {
        return new NetworkNamespace(NamespaceInternals.ofLab(
                lab,
                libc,
                site,
                declared.duplicateAddressDetection(),
                names.inside(site.name()),
                link -> state.peer(site.name(), link).map(end -> end.namespace().network())));
    }
}
