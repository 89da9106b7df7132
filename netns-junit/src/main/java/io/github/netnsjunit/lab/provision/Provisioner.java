package io.github.netnsjunit.lab.provision;

import static java.util.Objects.requireNonNull;

import io.github.netnsjunit.address.AddressLifetime;
import io.github.netnsjunit.kernel.libc.Descriptor;
import io.github.netnsjunit.kernel.libc.Libc;
import io.github.netnsjunit.kernel.libc.LinuxException;
import io.github.netnsjunit.kernel.link.LinkMessage;
import io.github.netnsjunit.kernel.netlink.NetlinkSocket;
import io.github.netnsjunit.lab.inside.BlankNamespaces;
import io.github.netnsjunit.lab.inside.FreshNetwork;
import io.github.netnsjunit.lab.inside.Keeper;
import io.github.netnsjunit.lab.refusal.Failed;
import io.github.netnsjunit.lab.refusal.Refusals;
import io.github.netnsjunit.lab.waiting.AllSteps;
import io.github.netnsjunit.lab.waiting.Handoff;
import io.github.netnsjunit.provision.Phase;
import io.github.netnsjunit.provision.Step;
import io.github.netnsjunit.provision.Steps;
import io.github.netnsjunit.provision.Work;
import io.github.netnsjunit.topology.Key;
import io.github.netnsjunit.topology.Namespace;
import io.github.netnsjunit.topology.Outline;
import io.github.netnsjunit.topology.Part;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Makes parts of a topology, in new namespaces and in existing ones. It works round by round: the requests of one round to one
 * namespace go in one datagram. If it has to enter namespaces, it works on a new thread, which ends afterwards. The provisioner
 * chooses the interface indexes itself, except in the host's namespace, so that it need not look them up.
 */
public final class Provisioner {

    private static final String MAKE_NAMESPACE = "make the namespace";

    private final Libc libc;
    private final Outline outline;
    private final List<Part> parts;
    private final Predicate<LinkMessage> labLinks;
    private final List<Step> steps;
    private final LiveHandles handles;
    private final StepPerformer performer;
    private final boolean running;

    /** Namespaces that were made ahead, for those that are to be made. */
    private Map<String, Keeper> blanks = Map.of();

    /** Whether the namespaces get their names only later, when a lab takes them. */
    private boolean ahead;

    /**
     * What a provisioner made.
     *
     * @param sites the new namespaces
     * @param hostLinks the new links in the host's namespace, with their indexes
     * @param unknownAddresses whether interfaces may have addresses that the topology does not know
     */
    public record Made(List<Site> sites, Map<Key.Link, Integer> hostLinks, boolean unknownAddresses) {}

    /**
     * @param outline what the whole topology says
     * @param parts those of its parts that are to be made
     * @param existing the namespaces that exist already, by their names
     * @param labLinks tells which links in the host's namespace belong to the lab already
     * @param undoLog how to undo the steps of the lab so far; the new steps are added
     * @param running whether the lab is running already, so that the new parts may later be taken away from it
     */
    public Provisioner(
            Libc libc,
            Outline outline,
            List<Part> parts,
            Map<String, Site> existing,
            Predicate<LinkMessage> labLinks,
            UndoLog undoLog,
            boolean running) {
        this.libc = libc;
        this.outline = outline;
        this.parts = parts;
        this.labLinks = labLinks;
        this.running = running;
        this.steps = Steps.of(parts, outline);
        this.handles = new LiveHandles(outline, existing);
        this.performer = new StepPerformer(libc, handles, undoLog, running);
    }

    /**
     * Lets new namespaces be taken from those that were made ahead.
     *
     * @param toEnter those that code will enter, as far as it is known: if they were not made ahead, they are made all at once, with what
     *     a thread needs to enter
     */
    public Provisioner taking(BlankNamespaces stock, Set<String> toEnter) {
        List<Namespace> fresh = outline.namespaces().stream()
                .filter(namespace -> !handles.exists(namespace.name()) && BlankNamespaces.canBe(namespace))
                .toList();
        blanks = stock.take(fresh.stream().map(Namespace::name).toList());
        try {
            for (Namespace namespace : fresh) {
                if (toEnter.contains(namespace.name()) && !blanks.containsKey(namespace.name())) {
                    Failed failed =
                            Failed.at(MAKE_NAMESPACE).in(namespace.name()).of(namespace);
                    blanks.put(namespace.name(), BlankNamespaces.begin(libc, failed));
                }
            }
        } catch (RuntimeException | Error noThread) {
            closeBlanks(noThread);
            throw noThread;
        }
        return this;
    }

    /** Makes the parts in these namespaces, which get their names only later. */
    Provisioner aheadIn(Map<String, Keeper> keepers) {
        blanks = keepers;
        ahead = true;
        return this;
    }

    /**
     * Whether what it makes can wait for a lab with no descriptor, no program and no thread but that of its namespaces, and does not change
     * meanwhile, as addresses do whose lifetimes run down.
     */
    boolean canBeAhead() {
        return outline.links().stream()
                        .flatMap(link -> link.addresses().stream())
                        .allMatch(address -> address.lifetime().equals(AddressLifetime.FOREVER))
                && outline.namespaces().stream().allMatch(BlankNamespaces::canBe)
                && steps.stream()
                        .map(Step::work)
                        .allMatch(work -> work instanceof Work.Request
                                || work instanceof Work.Setting
                                || work instanceof Work.Rules);
    }

    /** Replaces the ways to the namespaces that were made. */
    void reopened(Map<String, Site> sites) {
        sites.values().forEach(handles::add);
    }

    /** Makes all parts. On failure it undoes what it did, and throws an exception with a message for the user. */
    public Made provision() {
        try {
            return needsNewThread() ? onNewThread(this::makeWithHostLocked) : makeWithHostLocked();
        } catch (RuntimeException
                | Error failure) { // here, because perhaps no thread could be started that would do it
            closeBlanks(failure);
            throw failure;
        }
    }

    private void closeBlanks(Throwable failure) {
        AllSteps cleanUp = new AllSteps();
        blanks.values().forEach(blank -> cleanUp.take(blank::close));
        cleanUp.finishFor(failure);
    }

    /** Takes away the routes of all parts, the last first. Nothing happens to what is gone already. */
    public void takeBackRoutes() {
        for (int i = steps.size() - 1; i >= 0; i--) {
            Step step = steps.get(i);
            String namespace = step.namespace();
            if (step.phase() == Phase.ROUTES
                    && handles.exists(namespace)
                    && handles.site(namespace).isOpen()) {
                new RequestUndoing(step, handles).undo();
            }
        }
    }

    /** Whether the thread has to enter namespaces. For netlink requests it need not: their sockets are open. */
    private boolean needsNewThread() {
        return outline.namespaces().stream()
                        .map(Namespace::name)
                        .anyMatch(name -> !handles.exists(name) && !blanks.containsKey(name))
                || steps.stream().anyMatch(step -> !(step.work() instanceof Work.Request));
    }

    private Made makeWithHostLocked() {
        if (outline.namespaces().stream().noneMatch(Namespace::host)) {
            return make();
        }
        synchronized (HostGuard.LOCK) {
            return make();
        }
    }

    /**
     * Runs a body on a new thread, which may enter namespaces because it ends afterwards. Waits for it even if the caller is
     * interrupted: otherwise it could make a network that nobody closes.
     */
    static <T> T onNewThread(Callable<T> body) {
        return begin(body).awaitRegardless();
    }

    /** Begins to run a body on a new thread, which may enter namespaces. Whoever calls this has to wait for it. */
    static <T> Handoff<T> begin(Callable<T> body) {
        Handoff<T> handoff = new Handoff<>(body);
        Thread thread = new Thread(handoff, "netns provisioner");
        thread.setDaemon(true);
        thread.start();
        return handoff;
    }

    private Made make() {
        Map<String, Handoff<Site>> opening = new HashMap<>();
        Map<String, Site> fresh = new HashMap<>();
        try {
            checkFeatures();
            blanks.forEach((name, blank) -> opening.put(
                    name,
                    ahead
                            ? blank.call(() -> Site.ofBlank(name, libc, blank))
                            : blank.adopt(name, () -> Site.ofBlank(name, libc, blank))));
            for (Namespace namespace : outline.namespaces()) {
                if (namespace.host()) { // first: if it is refused, nothing has to be made
                    String name = namespace.name();
                    Site opened = handles.exists(name) ? null : openHost(namespace);
                    if (opened != null) {
                        fresh.put(name, opened);
                    }
                    checkHost(namespace, opened == null ? handles.site(name) : opened);
                }
            }
            fresh.putAll(NewNamespaces.make(toMake(), this::makeNamespace));
            for (Namespace namespace : outline.namespaces()) {
                String name = namespace.name();
                if (opening.containsKey(name)) {
                    handles.add(awaitBlank(namespace, requireNonNull(opening.remove(name))));
                } else if (fresh.containsKey(name)) {
                    handles.add(requireNonNull(fresh.remove(name)));
                }
            }
            perform(phase -> phase.compareTo(Phase.SERVICES) < 0);
            settle();
            perform(phase -> phase.compareTo(Phase.SERVICES) >= 0);
            return new Made(handles.newSites(), handles.hostLinks(), givesAddresses());
        } catch (RuntimeException | Error failure) {
            AllSteps cleanUp = new AllSteps();
            cleanUp.take(performer::undo);
            opening.values()
                    .forEach(site -> cleanUp.take(() -> site.awaitRegardless().close()));
            fresh.values().forEach(site -> cleanUp.take(site::close));
            handles.newSites().forEach(site -> cleanUp.take(site::close));
            cleanUp.finishFor(failure);
            throw failure;
        }
    }

    private void perform(Predicate<Phase> phases) {
        List<Step> wanted =
                steps.stream().filter(step -> phases.test(step.phase())).toList();
        for (Map<String, List<Step>> round : Rounds.of(wanted)) {
            round.forEach(performer::perform);
        }
    }

    /** Waits until addresses can be used, in each namespace where links were brought up. */
    private void settle() {
        steps.stream()
                .filter(step -> step.phase() == Phase.SETTLE)
                .map(Step::namespace)
                .distinct()
                .map(handles::site)
                .forEach(site -> {
                    SlowLinks.await(libc, site, outline);
                    if (running) { // a link of the lab may have got its carrier from a new one
                        Settling.ofAllLinks(libc, site);
                    } else if (!site.host()) {
                        Settling.ofAddresses(libc, site);
                    }
                });
    }

    private void checkFeatures() {
        try {
            Refusals.checkFeatures(parts);
        } catch (IllegalStateException untried) {
            throw Refusals.explain(Failed.at("find out what the kernel has"), untried);
        }
    }

    private List<Namespace> toMake() {
        return outline.namespaces().stream()
                .filter(namespace ->
                        !namespace.host() && !handles.exists(namespace.name()) && !blanks.containsKey(namespace.name()))
                .toList();
    }

    /** Makes a namespace, and leaves the calling thread in it. */
    private Site makeNamespace(Namespace namespace) {
        Failed failed = Failed.at(MAKE_NAMESPACE).in(namespace.name()).of(namespace);
        Descriptor network = null;
        try {
            BlankNamespaces.unshare(libc, Libc.CLONE_NEWNET);
            network = libc.open("/proc/thread-self/ns/net", Libc.O_RDONLY, 0);
            FreshNetwork.set(libc, failed, namespace.duplicateAddressDetection());
            return Site.of(namespace.name(), false, network, NetlinkSocket.open(libc));
        } catch (RuntimeException | Error failure) {
            close(network, failure);
            throw Refusals.explain(failed, failure);
        }
    }

    private static Site awaitBlank(Namespace namespace, Handoff<Site> opening) {
        try {
            return opening.awaitRegardless();
        } catch (RuntimeException | Error failure) {
            throw Refusals.explain(
                    Failed.at(MAKE_NAMESPACE).in(namespace.name()).of(namespace), failure);
        }
    }

    private Site openHost(Namespace host) {
        Descriptor network = null;
        try {
            network = libc.open("/proc/self/ns/net", Libc.O_RDONLY, 0);
            libc.setns(network, Libc.CLONE_NEWNET);
            return Site.of(host.name(), true, network, NetlinkSocket.open(libc));
        } catch (RuntimeException | Error failure) {
            close(network, failure);
            throw Refusals.explainOfHost(failedToOpen(host), failure);
        }
    }

    private static void close(@Nullable Descriptor network, Throwable failure) {
        if (network != null) {
            new AllSteps().take(network::close).finishFor(failure);
        }
    }

    private static Failed failedToOpen(Namespace host) {
        return Failed.at("open the host's namespace").in(host.name()).of(host);
    }

    private void checkHost(Namespace host, Site site) {
        try {
            site.checkOpen();
            HostGuard.check(outline, parts, host.name(), site.netlink(), labLinks);
        } catch (LinuxException | IllegalStateException failure) {
            throw Refusals.explainOfHost(failedToOpen(host), failure);
        }
    }

    private boolean givesAddresses() {
        return steps.stream().anyMatch(step -> step.work() instanceof Work.AwaitedAddresses);
    }
}
